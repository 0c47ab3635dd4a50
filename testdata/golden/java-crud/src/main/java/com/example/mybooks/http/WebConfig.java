package com.example.mybooks.http;

import com.example.mybooks.auth.AdminsOnly;
import com.example.mybooks.auth.DemoLock;

import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What differs from Spring's ways. */
@Configuration(proxyBeanMethods = false)
class WebConfig implements WebMvcConfigurer {
    private final InputReader inputs;
    private final DemoLock demoLock;

    WebConfig(InputReader inputs, DemoLock demoLock) {
        this.inputs = inputs;
        this.demoLock = demoLock;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(inputs);
    }

    /** There is one form of each answer, whatever Accept says. */
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
    }

    /** These refuse after it is known that there is such a route, and before a body is read. */
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new AdminsOnly()).addPathPatterns("/api/v1/admin/**");
        registry.addInterceptor(demoLock).addPathPatterns("/api/v1/users/me/**");
    }

    /** Tomcat answers some requests before Spring sees them, such as paths that can't be decoded. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tomcat() {
        return factory -> {
            factory.addConnectorCustomizers(connector -> {
                connector.setEncodedSolidusHandling("passthrough");
                connector.setAllowTrace(true); // to refuse it as any other method
            });
            factory.addContextCustomizers(context ->
                    ((StandardHost) context.getParent()).setErrorReportValveClass(ContainerErrors.class.getName()));
        };
    }
}
