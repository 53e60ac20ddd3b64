package dev.twinlog.otlp;

/// One body in one encoding.
sealed interface Wire permits ProtobufWire, JsonWire {
    static Wire of(Encoding encoding, byte[] body) {
        return switch (encoding) {
            case PROTOBUF -> new ProtobufWire(body);
            case JSON -> new JsonWire(body);
        };
    }

    /// Goes through the whole body and checks it.
    ///
    /// @throws MalformedPayloadException when it is no request of this shape
    Frames scan(Shape request) throws MalformedPayloadException;

    /// The message of a shape between two places that a scan told.
    Message message(Shape shape, int from, int to) throws MalformedPayloadException;

    /// What a container tells beside the messages in it.
    Message header(Container container) throws MalformedPayloadException;
}
