package paloma.service;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a service, and the port that it has when its endpoint names none. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ServiceName {
    /**
     * 1 to 32 lower-case letters, digits and hyphens, a letter first: {@code reverse}, as in {@code reverse=udp://:9000}.
     * No two plugins have the same name, and a built-in service keeps its own.
     */
    String value();

    /** 0 to 65,535, where 0 takes a free port and prints it. */
    int port() default 0;
}
