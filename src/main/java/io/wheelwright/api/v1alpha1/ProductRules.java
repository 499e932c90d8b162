package io.wheelwright.api.v1alpha1;

/** The longer rules of a product, in CEL. What may be absent is asked for with {@code has}: optionals cost too much. */
final class ProductRules {

    static final String PACKS_EXIST = "self.plans.all(plan, !has(plan.packs) || plan.packs.all(name, "
            + "name in ['all', 'required', 'required_only'] "
            + "|| (has(self.packs) && self.packs.exists(pack, pack.name == name))))";

    static final String PLANS_EXIST = "!has(self.meters) || self.meters.all(meter, !has(meter.included) "
            + "|| meter.included.all(id, self.plans.exists(plan, plan.id == id)))";

    /** Names, texts, meters and whether it is sold may change under a version: no spoke is made of them. */
    static final String CONTENT_STAYS = "self.version != oldSelf.version "
            + "|| (self.plans == oldSelf.plans && self.chart == oldSelf.chart && self.agent == oldSelf.agent "
            + "&& has(self.packs) == has(oldSelf.packs) && (!has(self.packs) || self.packs == oldSelf.packs) "
            + "&& has(self.image) == has(oldSelf.image) && (!has(self.image) || self.image == oldSelf.image) "
            + "&& has(self.osVersion) == has(oldSelf.osVersion) && "
            + "(!has(self.osVersion) || self.osVersion == oldSelf.osVersion) "
            + "&& has(self.egress) == has(oldSelf.egress) && (!has(self.egress) || self.egress == oldSelf.egress) "
            + "&& has(self.hooks) == has(oldSelf.hooks) && (!has(self.hooks) || self.hooks == oldSelf.hooks))";

    private ProductRules() {}
}
