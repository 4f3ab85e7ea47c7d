package paloma.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that keep a processor busy for long: of two beside each other, neither gets its share in time. They come last, since
 * JUnit's first thread takes the last classes and the others take the first: so one thread runs all of these one after
 * another, and no other waits for the lock, which would be a thread less for the rest.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("processor")
@Order(Integer.MAX_VALUE)
public @interface KeepsProcessorBusy {}
