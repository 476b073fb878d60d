package dev.migrationplanner.database.mysql;

import com.github.shyiko.mysql.binlog.network.DefaultSSLSocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusts the certificates in one PEM file, for the log as for every other session. */
final class BinlogTrust extends DefaultSSLSocketFactory {

  private final Path pem;

  BinlogTrust(Path pem) {
    this.pem = pem;
  }

  @Override
  protected void initSSLContext(SSLContext context) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates());
    context.init(null, trust.getTrustManagers(), null);
  }

  private KeyStore certificates() throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, one);
      }
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException("cannot read the certificates in " + pem, e);
    }
  }
}
