package org.ssms.mailbox;

import java.nio.file.Path;

/**
 * The protected file of a message (CENC fragmented MP4). It never changes once it exists.
 *
 * @param length size in bytes
 * @param etag strong validator without quotes: the SHA-256 of the signed manifest, hex
 */
public record ProtectedContent(Path file, long length, String etag) {}
