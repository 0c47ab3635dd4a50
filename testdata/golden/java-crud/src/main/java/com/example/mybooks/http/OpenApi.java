package com.example.mybooks.http;

import com.example.mybooks.item.Kind;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;

/** Describes the API at /openapi.json: springdoc reads the controllers, this adds the refusals they share. */
@Configuration(proxyBeanMethods = false)
class OpenApi {

    @Bean
    OpenAPI description() {
        var bearer = new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT");
        var cookie = new SecurityScheme().type(SecurityScheme.Type.APIKEY).in(SecurityScheme.In.COOKIE)
                .name("refresh_token");
        return new OpenAPI()
                .info(new Info().title("My Books").version("1"))
                .servers(List.of(new Server().url("/"))) // wherever it was read from
                .components(new Components().addSecuritySchemes("bearer", bearer).addSecuritySchemes("cookie", cookie));
    }

    @Bean
    OperationCustomizer refusalsOfRoutes() {
        return (operation, method) -> {
            var refuses = method.getMethodAnnotation(Refuses.class);
            if (refuses != null) {
                IntStream.of(refuses.value()).forEach(status -> add(operation, status));
            }
            return operation;
        };
    }

    private static void add(Operation operation, int status) {
        operation.getResponses().computeIfAbsent(String.valueOf(status), key -> new ApiResponse());
    }

    @Bean
    OpenApiCustomizer lists(List<Kind<?, ?>> kinds) {
        return api -> kinds.forEach(kind -> {
            var operation = api.getPaths().get("/api/v1/" + kind.path()).getGet();
            kind.parameters().forEach(name -> operation.addParametersItem(new QueryParameter().name(name)
                    .schema(name.equals("limit") ? new IntegerSchema() : new StringSchema())));
        });
    }

    @Bean
    OpenApiCustomizer refusals() {
        return api -> {
            ModelConverters.getInstance(true).readAll(Problem.class).forEach(api.getComponents()::addSchemas);
            api.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                if (path.startsWith("/api/")) {
                    addRefusals(path, operation);
                }
                if (operation.getResponses().containsKey("412")) {
                    operation.addParametersItem(new HeaderParameter().name("If-Match").schema(new StringSchema())
                            .required(operation.getResponses().containsKey("428")));
                }
                describe(operation);
            }));
        };
    }

    private static void addRefusals(String path, Operation operation) {
        var statuses = new ArrayList<>(List.of(429, 500, 503));
        if (!path.startsWith("/api/v1/auth/")) {
            statuses.add(401);
            operation.addSecurityItem(new SecurityRequirement().addList("bearer"));
        }
        if (path.startsWith("/api/v1/admin/")) {
            statuses.add(403);
        }
        if (path.endsWith("/{id}")) {
            statuses.add(404);
        }
        if (operation.getRequestBody() != null) {
            statuses.addAll(List.of(400, 413, 415, 422));
        }
        statuses.stream().sorted().forEach(status -> add(operation, status));
    }

    /** Says of every refusal what its body looks like. */
    private static void describe(Operation operation) {
        operation.getResponses().forEach((status, response) -> {
            var code = HttpStatus.valueOf(Integer.parseInt(status));
            if (code.isError() && !(code.value() == 503 && response.getDescription() != null)) {
                var schema = new Schema<>().$ref("#/components/schemas/Problem");
                response.setContent(new Content().addMediaType("application/problem+json", new MediaType().schema(schema)));
            }
            if (response.getDescription() == null || response.getDescription().isBlank()) {
                response.setDescription(code.getReasonPhrase());
            }
        });
    }
}
