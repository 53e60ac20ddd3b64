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
import java.util.TreeMap;

/// One question at `/api`, by GET; parameters in the query, and a session's id in the path.
final class Api extends AbstractHttpService {
    private final String name;
    private final Answers answers;
    private final Answering answering;

    Api(String name, Answers answers, Answering answering) {
        this.name = name;
        this.answers = answers;
        this.answering = answering;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
        Question question;
        try {
            question = Questions.parse(name, parameters(context));
        } catch (Refusal refusal) {
            return Replies.error(REPLY.status(refusal), String.valueOf(refusal.getMessage()));
        }
        return answering.answer(context, out -> answers.answer(question, out), REPLY);
    }

    private static Map<String, String> parameters(ServiceRequestContext context) throws Refusal {
        var parameters = new TreeMap<>(context.pathParams());
        for (var parameter : context.queryParams()) {
            if (parameter.getKey().equals("token")) continue;
            if (parameters.put(parameter.getKey(), parameter.getValue()) != null) {
                throw new Refusal(Refusal.Reason.WRONG_QUESTION, parameter.getKey() + " is given twice");
            }
        }
        return parameters;
    }

    private static final Answering.RefusalReply REPLY = new Answering.RefusalReply() {
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
