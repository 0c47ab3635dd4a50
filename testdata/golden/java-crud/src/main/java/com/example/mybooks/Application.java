package com.example.mybooks;

import com.example.mybooks.bench.Bench;
import com.example.mybooks.config.InvalidSettings;
import com.example.mybooks.config.Settings;

import java.io.IOException;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.support.GenericApplicationContext;

/** The server. README.md says how to run it; this file says what happens then. */
@SpringBootApplication(exclude = {ErrorMvcAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
public class Application {
    public static void main(String[] args) {
        try {
            if (args.length > 0 && args[0].equals("bench")) {
                Bench.run(args.length > 1 ? Integer.parseInt(args[1]) : 2000, System.out);
                return;
            }
            var settings = Settings.load(System.getenv());
            if (args.length > 0 && args[0].equals("healthcheck")) {
                System.exit(isHealthy(settings.port()) ? 0 : 1);
            }
            var context = start(settings);
            stopInOrder(context);
            LoggerFactory.getLogger(Application.class).info("my-books is ready: open {}", settings.address());
        } catch (InvalidSettings e) {
            fail(e.getMessage());
        } catch (IOException | InterruptedException | RuntimeException e) {
            fail("my-books can't start: " + rootCause(e).getMessage());
        }
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }

    private static Throwable rootCause(Throwable error) {
        return error.getCause() == null ? error : rootCause(error.getCause());
    }

    /** Starts the server with these settings. */
    public static ConfigurableApplicationContext start(Settings settings) {
        return start(settings, settings.port());
    }

    /** Starts the server on this port; with 0 on a free one, which the property local.server.port names then. */
    public static ConfigurableApplicationContext start(Settings settings, int port) {
        var application = new SpringApplication(Application.class);
        application.setRegisterShutdownHook(false);
        application.setBeanNameGenerator(FullyQualifiedAnnotationBeanNameGenerator.INSTANCE); // a thing may be called Page
        application.setDefaultProperties(properties(settings, port));
        application.addInitializers(context ->
                ((GenericApplicationContext) context).registerBean(Settings.class, () -> settings));
        try {
            return application.run();
        } catch (RuntimeException e) {
            if (rootCause(e) instanceof BindException) {
                throw new IllegalStateException("the port " + port + " is used by another program");
            }
            throw e;
        }
    }

    private static Map<String, Object> properties(Settings settings, int port) {
        var properties = new HashMap<String, Object>();
        properties.put("server.port", port);
        properties.put("server.address", settings.listenAddress());
        properties.put("logging.level.com.example.mybooks", settings.logLevel());
        if (settings.production()) {
            properties.put("logging.structured.format.console", "logstash"); // one JSON object a line
        }
        return properties;
    }

    /** Asked to stop, the server finishes its requests, closes the database and ends without an error. */
    private static void stopInOrder(ConfigurableApplicationContext context) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            context.close();
            LoggerFactory.getLogger(Application.class).info("stopped");
            Runtime.getRuntime().halt(0);
        }, "stop"));
    }

    /** Asks the server on this machine whether it lives: a container has no other program to ask. */
    private static boolean isHealthy(int port) {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/livez").toURL().openConnection();
            connection.setReadTimeout(3000);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
