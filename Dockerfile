# One stage builds with Maven and a JDK, the other runs with a JRE. Build arguments replace either image.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY . .
RUN mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -pl server,client -am package

FROM ${RUNTIME_IMAGE}
WORKDIR /opt/paloma
COPY --from=build /build/server/target/paloma-server.jar /build/client/target/paloma-client.jar ./
# An archive of the classes that a training run loads shortens the time to the first answer. Only root can write here;
# the data folder belongs to the user that serves.
RUN java -XX:DumpLoadedClassList=/tmp/classes -jar /opt/paloma/paloma-server.jar --train \
    && java -Xshare:dump -Xlog:disable -Xlog:all=error:stderr -XX:SharedClassListFile=/tmp/classes \
        -XX:SharedArchiveFile=/opt/paloma/paloma-server.jsa -cp /opt/paloma/paloma-server.jar \
    && rm /tmp/classes \
    && mkdir -p /var/lib/paloma && chown 10001:10001 /var/lib/paloma

# These override a file of --config; so do -e and flags these. Without a token files is not served: name it, and the token,
# with -e PALOMA_TOKEN_FILE=... and the endpoints behind the image's name.
ENV PALOMA_BIND=0.0.0.0 PALOMA_DATA=/var/lib/paloma PALOMA_ENDPOINTS=echo,uppercase,prime,greet,sink,upload,chat
# Names of files need no locale; what is shown of them does.
ENV LC_ALL=C.UTF-8
USER 10001:10001
WORKDIR /var/lib/paloma
VOLUME /var/lib/paloma
EXPOSE 7007/udp 2323/udp 8808/udp 20001/udp 8888/udp 7776/udp 4040/udp 7777/udp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["java", "-XX:SharedArchiveFile=/opt/paloma/paloma-server.jsa", "-Xlog:disable", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", "/opt/paloma/paloma-server.jar", "--health-check"]
ENTRYPOINT ["java", "-XX:SharedArchiveFile=/opt/paloma/paloma-server.jsa", "-Xlog:disable", "-XX:NewRatio=7", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/paloma/paloma-server.jar"]
