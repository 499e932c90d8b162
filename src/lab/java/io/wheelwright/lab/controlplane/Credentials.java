package io.wheelwright.lab.controlplane;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What a control plane proves itself with: its CA, the API server's certificate, the key that signs ServiceAccount
 * tokens, and the tokens of the administrator and of the controllers. Made once for a directory, then kept.
 */
record Credentials(Path directory) {

    static final String ADMIN = "wheelwright:admin";

    private static final String CONTROLLERS = "system:kube-controller-manager";
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final SecureRandom RANDOM = new SecureRandom();

    static Credentials in(Path directory) {
        Credentials credentials = new Credentials(directory);
        if (!Files.exists(credentials.tokens())) {
            credentials.make();
        }
        return credentials;
    }

    Path ca() {
        return directory.resolve("ca.crt");
    }

    Path serverCertificate() {
        return directory.resolve("apiserver.crt");
    }

    Path serverKey() {
        return directory.resolve("apiserver.key");
    }

    Path serviceAccountKey() {
        return directory.resolve("service-account.key");
    }

    Path serviceAccountPublicKey() {
        return directory.resolve("service-account.pub");
    }

    /** In the format of {@code --token-auth-file}: token, user, uid, groups. */
    Path tokens() {
        return directory.resolve("tokens.csv");
    }

    String adminToken() {
        return tokenOf(ADMIN);
    }

    String controllersToken() {
        return tokenOf(CONTROLLERS);
    }

    private String tokenOf(String user) {
        try {
            return Files.readAllLines(tokens()).stream()
                    .filter(line -> line.contains("," + user + ","))
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no token of " + user + " in " + tokens()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make() {
        try {
            Files.createDirectories(directory);
            KeyPair ca = newKeyPair();
            X500Name issuer = new X500Name("CN=wheelwright-lab-ca");
            write(ca(), pem(certificate(issuer, issuer, ca, ca, true)));
            KeyPair server = newKeyPair();
            write(serverCertificate(), pem(certificate(new X500Name("CN=kube-apiserver"), issuer, server, ca, false)));
            write(serverKey(), pem(new JcaPKCS8Generator(server.getPrivate(), null)));
            KeyPair serviceAccounts = newKeyPair();
            write(serviceAccountKey(), pem(new JcaPKCS8Generator(serviceAccounts.getPrivate(), null)));
            write(serviceAccountPublicKey(), pem(serviceAccounts.getPublic()));
            write(
                    tokens(),
                    newToken() + "," + ADMIN + ",admin,system:masters\n" + newToken() + "," + CONTROLLERS
                            + ",controllers\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("certificates could not be made", e);
        }
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static Object certificate(X500Name subject, X500Name issuer, KeyPair key, KeyPair signer, boolean authority)
            throws IOException, OperatorCreationException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, RANDOM).add(BigInteger.ONE),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(LIFE)),
                subject,
                key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (authority) {
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
        } else {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.iPAddress, "10.96.0.1"),
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.dNSName, "kubernetes.default.svc")
            }));
        }
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private static String newToken() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
