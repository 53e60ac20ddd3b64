package dev.twinlog.sources.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import dev.twinlog.journal.RecordClass;
import dev.twinlog.otlp.OtlpRequest.Token;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// OTLP over gRPC, asked by gRPC's own client, which shares no code with the receiver.
class GrpcExchangeTest {
    private static final Metadata.Key<String> TOKEN = key("x-twinlog-token");

    private Scene scene;
    private ManagedChannel channel;

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @BeforeEach
    void open() {
        use(Scene.open());
    }

    private void use(Scene other) {
        scene = other;
        channel = OkHttpChannelBuilder.forAddress("127.0.0.1", scene.grpcPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        scene.close();
    }

    private LogsServiceGrpc.LogsServiceBlockingStub logs() {
        return LogsServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private long refused(String reason) {
        return scene.receiver.health().grpc().counts().refused().getOrDefault(reason, 0L);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Status.Code code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
    }

    @Test
    void all_signals_are_kept() throws Exception {
        var answer = logs().export(Bodies.logs(2, "hello"));
        assertThat(answer.hasPartialSuccess()).isFalse();
        var spans = TraceServiceGrpc.newBlockingStub(channel).export(ExportTraceServiceRequest.getDefaultInstance());
        assertThat(spans.hasPartialSuccess()).isFalse();
        var points =
                MetricsServiceGrpc.newBlockingStub(channel).export(ExportMetricsServiceRequest.getDefaultInstance());
        assertThat(points.hasPartialSuccess()).isFalse();
        assertThat(scene.kept.all())
                .extracting(KeptRequests.Kept::kind)
                .containsExactly(RecordClass.OTLP_LOGS, RecordClass.OTLP_TRACES, RecordClass.OTLP_METRICS);
        assertThat(ExportLogsServiceRequest.parseFrom(
                        scene.kept.all().getFirst().request().body()))
                .isEqualTo(Bodies.logs(2, "hello"));
        assertThat(scene.receiver.health().grpc().counts().records()).isEqualTo(2);
    }

    @Test
    void packed_messages_are_unpacked() throws Exception {
        logs().withCompression("gzip").export(Bodies.logs(50, "hello"));
        assertThat(ExportLogsServiceRequest.parseFrom(
                        scene.kept.all().getFirst().request().body()))
                .isEqualTo(Bodies.logs(50, "hello"));
    }

    @Test
    void a_packed_bomb_and_a_large_message_are_resource_exhausted() throws Exception {
        var large = Bodies.logs(1, "x".repeat(Scene.LIMITS.bodyBytes()));
        assertRefused(() -> logs().withCompression("gzip").export(large), Status.Code.RESOURCE_EXHAUSTED);
        assertRefused(() -> logs().export(large), Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused("too_large")).isEqualTo(2);
        logs().export(Bodies.logs(1, "goes on"));
    }

    @Test
    void metadata_carry_the_token() throws Exception {
        var metadata = new Metadata();
        metadata.put(TOKEN, Scene.TOKEN);
        logs().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                .export(Bodies.logs(1, "hello"));
        assertThat(scene.kept.all().getFirst().request().token()).isEqualTo(Token.VALID);
    }

    @Test
    void without_the_token_that_is_required_it_is_unauthenticated() {
        close();
        use(Scene.openWithTokenRequired());
        assertRefused(() -> logs().export(Bodies.logs(1, "hello")), Status.Code.UNAUTHENTICATED);
        assertThat(refused("unauthenticated")).isEqualTo(1);
    }

    @Test
    void a_shut_journal_is_unavailable_and_says_when_to_come_again() {
        scene.receiver.shut("ingest off: naïve 100%");
        assertThatThrownBy(() -> logs().export(Bodies.logs(1, "hello")))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                    assertThat(e.getStatus().getDescription()).contains("ingest off: naïve 100%");
                    assertThat(retryInfo(e)).isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
                });
    }

    /// The type of the one detail of the status.
    private static String retryInfo(StatusRuntimeException e) {
        var key = Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
        try {
            var status = com.google.protobuf.UnknownFieldSet.parseFrom(
                    e.getTrailers().get(key));
            var detail = status.getField(3).getLengthDelimitedList().getFirst();
            return Any.parseFrom(detail).getTypeUrl();
        } catch (com.google.protobuf.InvalidProtocolBufferException wrong) {
            throw new AssertionError(wrong);
        }
    }

    @Test
    void nobody_is_answered_before_it_is_on_disk() throws Exception {
        var disk = new CountDownLatch(1);
        scene.kept.holdForce(disk);
        var answer = CompletableFuture.supplyAsync(() -> logs().export(Bodies.logs(1, "hello")));
        Awaitility.await().until(() -> scene.kept.all().size() == 1);
        assertThat(answer).isNotDone();
        disk.countDown();
        answer.get(10, TimeUnit.SECONDS);
    }

    private enum Plain implements MethodDescriptor.Marshaller<byte[]> {
        BYTES;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            return new byte[0];
        }
    }

    private byte[] call(String method, byte[] message) {
        var descriptor = MethodDescriptor.newBuilder(Plain.BYTES, Plain.BYTES)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .build();
        return ClientCalls.blockingUnaryCall(channel, descriptor, CallOptions.DEFAULT, message);
    }

    @Test
    void a_bad_message_is_invalid_and_an_unknown_method_unimplemented() {
        assertRefused(
                () -> call("opentelemetry.proto.collector.logs.v1.LogsService/Export", new byte[] {10, 50, 1}),
                Status.Code.INVALID_ARGUMENT);
        assertRefused(
                () -> call("opentelemetry.proto.collector.logs.v1.LogsService/Import", new byte[0]),
                Status.Code.UNIMPLEMENTED);
        assertRefused(() -> call("x.Y/Export", new byte[0]), Status.Code.UNIMPLEMENTED);
        assertThat(scene.kept.all()).isEmpty();
    }

    @Test
    void the_other_door_takes_the_same() throws Exception {
        channel.shutdownNow();
        channel = OkHttpChannelBuilder.forAddress("127.0.0.1", scene.httpPort())
                .usePlaintext()
                .build();
        logs().export(Bodies.logs(1, "hello"));
        assertThat(scene.counts().requests()).isEqualTo(1);
    }
}
