package vedette.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class CaptureFilesContractTest extends CaptureSourceContract {
    @Override
    CaptureSource open(Path capture) throws IOException {
        return CaptureFiles.open(List.of(capture.toString()));
    }
}
