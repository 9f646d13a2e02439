-- Members of the lists that operators keep while the server runs. Of a list that is configured the configuration says it.
create table list_member (
    list_name varchar(64) not null references mailbox (username),
    member    varchar(64) not null references mailbox (username),
    primary key (list_name, member)
);

create index list_member_by_member on list_member (member);
