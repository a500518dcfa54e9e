package vedette.capture;

/**
 * How far a replay has come.
 *
 * @param bytesRead bytes read from the files as they lie on disk (packed, if they are)
 * @param totalBytes bytes of all files, or -1 if one of them is a pipe
 */
public record CaptureProgress(long bytesRead, long totalBytes) {}
