package io.wheelwright.support;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Lists of the hub, which has as many things as other tests have left in it. */
public final class Pages {

    private static final int MOST = 500;

    private Pages() {}

    /** All items, page after page. */
    public static List<Map<String, Object>> all(Supplier<RequestSpecification> caller, String path) {
        List<Map<String, Object>> all = new ArrayList<>();
        String cursor = null;
        do {
            RequestSpecification request = caller.get().queryParam("limit", MOST);
            if (cursor != null) {
                request.queryParam("cursor", cursor);
            }
            JsonPath page = request.get(path).then().statusCode(200).extract().jsonPath();
            all.addAll(page.getList("items"));
            cursor = page.getString("next_cursor");
        } while (cursor != null);
        return all;
    }
}
