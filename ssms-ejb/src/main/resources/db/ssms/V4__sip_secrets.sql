-- Phone passwords, sealed (AES-256-GCM, base64). No foreign key: the row of ":nobody" stands in for unknown users.

create table sip_secret (
    username   varchar(64)                 primary key,
    sealed     varchar(1024)               not null,
    renewed_at timestamp(3) with time zone not null
);
