package vedette.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP with whoever asks: one request, one answer. Any number of threads at once. */
final class Attendant {
    /** What a client may still have to say when it is refused, and is to be read so that it sees why. */
    private static final int MOST_REST = 1 << 18;

    private final Pages pages;
    private final @Nullable Password password;

    /** @param password of those who may ask, null for everybody */
    Attendant(Pages pages, @Nullable Password password) {
        this.pages = pages;
        this.password = password;
    }

    /** Hears the request and answers it; the caller sees to it that this comes to an end. */
    void attend(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        try {
            Request request = Request.read(in);
            boolean packed = request.header("accept-encoding").contains("gzip");
            answer(request).write(out, !request.method().equals("HEAD"), packed);
        } catch (Request.Refused refused) {
            Answer.text(refused.status(), String.valueOf(refused.getMessage())).write(out, true, false);
        }
        socket.shutdownOutput();
        hearOut(in);
    }

    private Answer answer(Request request) throws IOException {
        if (password != null && !password.isIn(request.header("authorization"))) {
            return Answer.text(401, "a user and a password are needed")
                    .with("WWW-Authenticate: Basic realm=\"vedette\", charset=\"UTF-8\"");
        }
        return pages.answer(request);
    }

    /** Closed while something is unread, the answer would be lost with the connection. */
    private static void hearOut(InputStream in) throws IOException {
        byte[] rest = new byte[4096];
        int heard = 0;
        for (int read = in.read(rest); read >= 0 && heard < MOST_REST; read = in.read(rest)) {
            heard += read;
        }
    }
}
