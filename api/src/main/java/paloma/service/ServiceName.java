package paloma.service;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a service and the port where it is found when its endpoint names none. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ServiceName {
    /** Lower case letters, digits and hyphens, as in {@code reverse=udp://:9000}. */
    String value();

    /** 0 takes a free port. */
    int port() default 0;
}
