package dev.twinlog.app.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.twinlog.app.Answers;
import dev.twinlog.app.Question;
import dev.twinlog.app.Questions;
import dev.twinlog.app.Refusal;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// One question at `/api`, by GET; parameters in the query, and a session's id in the path.
final class Api extends AbstractHttpService {
    /// The header of an answer that is partial, with the percent that the import is at.
    static final String IMPORT_HEADER = "twinlog-import";

    /// What an import makes partial.
    private static final Set<String> PARTIAL = Set.of("sessions", "search", "usage");

    private final String name;
    private final Answers answers;
    private final Answering answering;
    private final Supplier<OptionalLong> importing;

    Api(String name, Answers answers, Answering answering, Supplier<OptionalLong> importing) {
        this.name = name;
        this.answers = answers;
        this.answering = answering;
        this.importing = importing;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
        Question question;
        try {
            question = Questions.parse(name, parameters(context));
        } catch (Refusal refusal) {
            return Replies.error(REPLY.status(refusal), String.valueOf(refusal.getMessage()));
        }
        if (PARTIAL.contains(name)) {
            importing.get().ifPresent(percent -> context.addAdditionalResponseHeader(IMPORT_HEADER, percent));
        }
        return answering.answer(context, out -> answers.answer(question, out), REPLY);
    }

    /// What the query and the path say, each name once; the token is not among it.
    static Map<String, String> parameters(ServiceRequestContext context) throws Refusal {
        var parameters = new TreeMap<>(context.pathParams());
        for (var parameter : context.queryParams()) {
            if (parameter.getKey().equals("token")) continue;
            if (parameters.put(parameter.getKey(), parameter.getValue()) != null) {
                throw new Refusal(Refusal.Reason.WRONG_QUESTION, parameter.getKey() + " is given twice");
            }
        }
        return parameters;
    }

    /// A refusal as a status, with its reason in the body.
    static final Answering.RefusalReply REPLY = new Answering.RefusalReply() {
        @Override
        public HttpStatus status(Refusal refusal) {
            return Replies.status(refusal.reason());
        }

        @Override
        public String body(Refusal refusal) {
            return "{\"error\":" + Replies.quoted(String.valueOf(refusal.getMessage())) + "}";
        }
    };
}
