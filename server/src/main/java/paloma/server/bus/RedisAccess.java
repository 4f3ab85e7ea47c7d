package paloma.server.bus;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import paloma.server.config.BusSettings;

/** How Redis is reached: by Lettuce, which connects anew only when it is asked to. */
final class RedisAccess implements AutoCloseable {
    /** What is not answered for so long has failed, and so has its connection. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** It refuses to have fewer. */
    private static final int THREADS = 2;

    private static final long CLOSE_MILLIS = 1_000;

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisURI address;

    RedisAccess(BusSettings settings) {
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        client = RedisClient.create(resources);
        client.setOptions(options(settings));
        address = address(settings);
    }

    /** Waits for {@link #PATIENCE} at most, for each step. */
    StatefulRedisConnection<byte[], byte[]> connect() {
        return client.connect(ByteArrayCodec.INSTANCE, address);
    }

    @Override
    public void close() {
        client.shutdown(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        resources.shutdown(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MILLIS);
    }

    private static ClientOptions options(BusSettings settings) {
        SslOptions.Builder tls = SslOptions.builder().jdkSslProvider();
        if (settings.authorities() != null) {
            tls.trustManager(settings.authorities().toFile());
        }
        return ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .protocolVersion(ProtocolVersion.RESP2)
                .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
                .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
                .sslOptions(tls.build())
                .build();
    }

    private static RedisURI address(BusSettings settings) {
        RedisURI.Builder address = RedisURI.builder()
                .withHost(settings.host())
                .withPort(settings.port())
                .withDatabase(settings.database())
                .withTimeout(PATIENCE);
        if (settings.tls()) {
            address.withSsl(true).withVerifyPeer(SslVerifyMode.FULL);
        }
        if (settings.password() != null && settings.user() != null) {
            address.withAuthentication(settings.user(), settings.password().toCharArray());
        } else if (settings.password() != null) {
            address.withPassword(settings.password().toCharArray());
        }
        return address.build();
    }
}
