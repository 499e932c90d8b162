package io.wheelwright.problem;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Looks at the fields of a request and names all that are invalid at once. */
public final class Check {

    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");
    private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final int LONGEST_EMAIL = 254;

    private final List<FieldError> errors = new ArrayList<>();

    /** Something must have been sent. */
    public static <T> T body(T body) {
        if (body == null) {
            throw Problem.of(ProblemType.INVALID_REQUEST, "The body must be a JSON object of the documented shape.");
        }
        return body;
    }

    /** A text that must be there. */
    public Check text(String field, String value, int longest) {
        if (value == null || value.isBlank()) {
            return error(field, "is required");
        }
        return optionalText(field, value, longest);
    }

    public Check optionalText(String field, String value, int longest) {
        if (value == null) {
            return this;
        }
        if (value.isBlank()) {
            return error(field, "must not be empty");
        }
        if (value.length() > longest) {
            return error(field, "must have at most " + longest + " characters");
        }
        return UNFIT.matcher(value).find()
                ? error(field, "must not contain control characters or lone surrogates")
                : this;
    }

    /** JSON of any shape whose texts and names must be such as the database can keep. */
    public Check storable(String field, JsonNode value) {
        if (value.isTextual() && UNSTORABLE.matcher(value.asText()).find()) {
            return error(field, "must not contain NUL or lone surrogates");
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            storable(field + "[" + i + "]", value.get(i));
        }
        value.fields().forEachRemaining(part -> {
            String name = UNSTORABLE.matcher(part.getKey()).replaceAll("?");
            String path = field.isEmpty() ? name : field + "." + name;
            if (!name.equals(part.getKey())) {
                error(path, "must not be named with NUL or lone surrogates");
            }
            storable(path, part.getValue());
        });
        return this;
    }

    /** Parameters of the query that, when they are there, must say something: the framework hands an empty one over as null. */
    public Check filled(UriInfo uri, String... names) {
        for (String name : names) {
            if (uri.getQueryParameters().getOrDefault(name, List.of()).contains("")) {
                error(name, "must not be empty");
            }
        }
        return this;
    }

    /** A text that, when it is there, must match. */
    public Check matches(String field, String value, Pattern pattern, String message) {
        return value == null || value.isBlank() || pattern.matcher(value).matches() ? this : error(field, message);
    }

    /** A text that, when it is there, must be what resources can be called. */
    public Check name(String field, String value, int longest) {
        return optionalText(field, value, longest)
                .matches(
                        field,
                        value,
                        NAME,
                        "must consist of lowercase letters, digits and dashes, and begin with a letter");
    }

    /** A text that, when it is there, must be the address of a mailbox. */
    public Check email(String field, String value) {
        return optionalText(field, value, LONGEST_EMAIL)
                .matches(field, value, EMAIL, "must be the address of a mailbox");
    }

    public Check required(String field, Object value) {
        return value == null ? error(field, "is required") : this;
    }

    /** A number that, when it is there, must be within bounds. */
    public Check within(String field, Long value, long least, long most) {
        return value == null || (value >= least && value <= most)
                ? this
                : error(field, "must be from " + least + " to " + most);
    }

    public Check size(String field, Collection<?> values, int most) {
        return values == null || values.size() <= most ? this : error(field, "must have at most " + most + " entries");
    }

    public Check size(String field, Map<?, ?> values, int most) {
        return values == null || values.size() <= most ? this : error(field, "must have at most " + most + " entries");
    }

    public Check error(String field, String message) {
        errors.add(new FieldError(field, message));
        return this;
    }

    /** Ends the request when anything was invalid. */
    public void done() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }
}
