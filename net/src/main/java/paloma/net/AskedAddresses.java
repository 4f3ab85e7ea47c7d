package paloma.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The sockets that answer from the addresses that were asked, beside those of the wildcard; opened when first needed. */
final class AskedAddresses {
    /** An attacker on this host could ask on all 2^24 addresses of 127/8; from a network there are few to choose from. */
    private static final int MAX_ADDRESSES = 64;

    /** Descriptors may be free again. */
    private static final int FORGET_SECONDS = 1;

    private final Function<InetAddress, List<ChannelFuture>> bind;
    private final Map<InetAddress, List<ChannelFuture>> bindings = new ConcurrentHashMap<>();
    private volatile Consumer<Throwable> notOpened = cause -> {};

    /** @param bind opens the sockets of an address, one on each loop */
    AskedAddresses(Function<InetAddress, List<ChannelFuture>> bind) {
        this.bind = bind;
    }

    void whenNotOpened(Consumer<Throwable> told) {
        notOpened = told;
    }

    /** Returns those that are open, or are being opened. */
    List<Channel> channels() {
        return bindings.values().stream()
                .flatMap(List::stream)
                .filter(AskedAddresses::hasNotFailed)
                .map(ChannelFuture::channel)
                .toList();
    }

    /** One for which there was no descriptor is on no event loop. */
    private static boolean hasNotFailed(ChannelFuture binding) {
        return binding.cause() == null;
    }

    /** Returns the socket on {@code loop}, which may still be opening; null where there are too many, or it failed. */
    ChannelFuture socketFor(InetAddress asked, EventLoop loop) {
        List<ChannelFuture> same = bindings.get(asked);
        if (same == null) {
            if (bindings.size() >= MAX_ADDRESSES) {
                return null;
            }
            same = bindings.computeIfAbsent(asked, this::open);
        }
        for (ChannelFuture binding : same) {
            if (hasNotFailed(binding) && binding.channel().eventLoop() == loop) {
                return binding;
            }
        }
        return null;
    }

    private List<ChannelFuture> open(InetAddress asked) {
        if (BroadcastAddresses.isForMany(asked)) {
            return List.of(); // no answer leaves from there
        }
        List<ChannelFuture> opening = bind.apply(asked);
        opening.forEach(binding -> binding.addListener(done -> {
            if (!done.isSuccess() && Descriptors.areOut(done.cause())) {
                notOpened.accept(done.cause());
                GlobalEventExecutor.INSTANCE.schedule(() -> forget(asked, opening), FORGET_SECONDS, TimeUnit.SECONDS);
            }
        }));
        return opening;
    }

    /** The next datagram for this address tries again. */
    private void forget(InetAddress asked, List<ChannelFuture> opening) {
        if (bindings.remove(asked, opening)) {
            opening.stream()
                    .filter(AskedAddresses::hasNotFailed)
                    .forEach(binding -> binding.channel().close());
        }
    }
}
