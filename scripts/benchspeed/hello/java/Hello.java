package hello;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a project of this language is compared with: one route, and one that names the versions. */
@SpringBootApplication
@RestController
public class Hello {

  public static void main(String[] arguments) {
    System.setProperty("server.port", System.getenv().getOrDefault("PORT", "8080"));
    SpringApplication.run(Hello.class, arguments);
  }

  @GetMapping("/")
  public Map<String, String> hello() {
    return Map.of("hello", "world");
  }

  @GetMapping("/version")
  public String version() {
    return "Java " + Runtime.version().feature() + ", Spring Boot " + SpringBootVersion.getVersion();
  }
}
