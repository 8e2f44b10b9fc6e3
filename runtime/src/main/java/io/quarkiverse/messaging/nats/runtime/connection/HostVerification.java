package io.quarkiverse.messaging.nats.runtime.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * A TLS context whose sockets check that the server's certificate is for the server that was asked for. jnats does not
 * ask for that check (SocketDataPort), so any certificate that is trusted would do. Each socket is made from the
 * certificates of the moment: one that was renewed counts from the next connect on.
 * <p>
 * A server that the client learned of from another one is known by its IP address only: it is checked against the
 * configured host name, as the Go client does.
 */
final class HostVerification extends SSLContext {

    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    /** Where the certificates of the moment come from. */
    interface Source {
        SSLContext get() throws Exception;
    }

    private HostVerification(SSLContext context, Source source, String algorithm, List<String> hosts) {
        super(new Spi(context, new Factory(source, context.getSocketFactory(), algorithm, hosts)), context.getProvider(),
                context.getProtocol());
    }

    /**
     * @param source what makes sockets
     * @param algorithm {@code HTTPS} or {@code LDAPS}, or {@code null} for no check
     * @param servers the configured addresses
     * @return a context that checks
     */
    static SSLContext of(Source source, String algorithm, List<String> servers) throws Exception {
        return new HostVerification(source.get(), source, algorithm,
                servers.stream().map(HostVerification::host).toList());
    }

    private static String host(String server) {
        String host = URI.create(server.contains("://") ? server : "nats://" + server).getHost();
        return host == null ? server : host;
    }

    private static final class Factory extends SSLSocketFactory {

        private final Source source;
        /** Of the first certificates. */
        private final SSLSocketFactory first;
        private final String algorithm;
        private final List<String> hosts;

        private Factory(Source source, SSLSocketFactory first, String algorithm, List<String> hosts) {
            this.source = source;
            this.first = first;
            this.algorithm = algorithm;
            this.hosts = hosts;
        }

        private SSLSocketFactory sockets() throws IOException {
            try {
                return source.get().getSocketFactory();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }

        private String expected(String host) {
            if (hosts.contains(host) || !IP_ADDRESS.matcher(host).matches()) {
                return host;
            }
            return hosts.stream().filter(one -> !IP_ADDRESS.matcher(one).matches()).findFirst().orElse(host);
        }

        private Socket checked(Socket socket) {
            if (algorithm == null) {
                return socket;
            }
            SSLParameters parameters = ((SSLSocket) socket).getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(algorithm);
            ((SSLSocket) socket).setSSLParameters(parameters);
            return socket;
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return checked(sockets().createSocket(socket, expected(host), port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return checked(sockets().createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return checked(sockets().createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return checked(sockets().createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return checked(sockets().createSocket(host, port, local, localPort));
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return first.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return first.getSupportedCipherSuites();
        }
    }

    /** Hands everything but the client's sockets to the context behind. */
    private static final class Spi extends SSLContextSpi {

        private final SSLContext context;
        private final SSLSocketFactory sockets;

        private Spi(SSLContext context, SSLSocketFactory sockets) {
            this.context = context;
            this.sockets = sockets;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            context.init(keys, trust, random);
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return sockets;
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return context.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return context.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return context.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }
    }
}
