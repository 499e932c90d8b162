package io.wheelwright.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChainTest {

    @Test
    void fitsWhileNothingWasChanged() {
        List<Seal> seals = chain(40);
        Chain chain = new Chain(NotedSeal.START);

        assertThat(seals).allSatisfy(seal -> assertThat(chain.follow(seal)).isEmpty());
        assertThat(chain.length()).isEqualTo(40);
        assertThat(chain.head()).isEqualTo(seals.get(39).hash());
    }

    static Stream<Arguments> changes() {
        return Stream.<UnaryOperator<Link>>of(
                        link -> link(link.id(), "eve", link.before()),
                        link -> link(link.id(), link.actor(), null),
                        link -> link(link.id(), link.actor(), "{\"size\": 2}"),
                        link -> new Link(
                                link.id(), link.at().plusNanos(1000), "ada", null, "update", "W", "o", "{}", null, "r"),
                        link -> new Link(link.id(), link.at(), "ada", "::1", "update", "W", "o", "{}", null, "r"),
                        link -> new Link(link.id(), link.at(), "ada", null, "update", "Wo", "", "{}", null, "r"),
                        link -> new Link(link.id(), link.at(), "ada", null, "update", "W", "o", null, "{}", "r"))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void breaksAtAnEntryThatWasChanged(UnaryOperator<Link> change) {
        List<Seal> seals = chain(5);
        Seal third = seals.get(2);
        seals.set(2, new Seal(3, third.entryId(), third.hash(), change.apply(third.entry())));

        assertThat(firstBroken(seals))
                .get()
                .extracting(BrokenLink::seal, BrokenLink::entry)
                .containsExactly(3L, 30L);
    }

    @Test
    void breaksBehindAnEntryThatWasChangedTogetherWithItsSeal() {
        List<Seal> seals = chain(5);
        Link forged = link(30, "eve", "{}");
        seals.set(2, new Seal(3, 30, forged.sealedOnto(seals.get(1).hash()), forged));

        assertThat(firstBroken(seals)).get().extracting(BrokenLink::seal).isEqualTo(4L);
    }

    @Test
    void breaksWhereAnEntryOrASealIsGone() {
        List<Seal> without = chain(5);
        without.set(1, new Seal(2, 20, without.get(1).hash(), null));
        assertThat(firstBroken(without))
                .get()
                .extracting(BrokenLink::seal, BrokenLink::entry)
                .containsExactly(2L, 20L);

        List<Seal> shorter = chain(5);
        shorter.remove(3);
        assertThat(firstBroken(shorter))
                .get()
                .extracting(BrokenLink::seal, BrokenLink::entry)
                .containsExactly(4L, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            plain                  | plain
            ada@acme.example       | ada@acme.example
            a, b                   | "a, b"
            say "so" twice         | "say ""so"" twice"
            =HYPERLINK("x")        | "'=HYPERLINK(""x"")"
            +1                     | '+1
            -1                     | '-1
            @sum                   | '@sum
            {"size":1}             | "{""size"":1}"
            """)
    void aCellOfCsvIsReadAsItIs(String text, String cell) {
        assertThat(CsvLine.of(Arrays.asList(text, null, "two\nlines"))).isEqualTo(cell + ",,\"two\nlines\"\r\n");
    }

    @Test
    void isFollowedFromBehindASealThatWasNoted() {
        List<Seal> seals = chain(5);
        Chain chain = new Chain(new NotedSeal(3, seals.get(2).hash()));

        assertThat(chain.follow(seals.get(3))).isEmpty();
        assertThat(chain.length()).isEqualTo(4);
        assertThat(new Chain(new NotedSeal(3, "0".repeat(64))).follow(seals.get(3)))
                .isPresent();
    }

    private static Optional<BrokenLink> firstBroken(List<Seal> seals) {
        Chain chain = new Chain(NotedSeal.START);
        return seals.stream().map(chain::follow).flatMap(Optional::stream).findFirst();
    }

    private static List<Seal> chain(int length) {
        List<Seal> seals = new ArrayList<>();
        String head = Link.START;
        for (int i = 1; i <= length; i++) {
            Link link = link(i * 10L, "ada", "{}");
            head = link.sealedOnto(head);
            seals.add(new Seal(i, link.id(), head, link));
        }
        return seals;
    }

    private static Link link(long id, String actor, String before) {
        Instant at = Instant.parse("2026-11-02T09:30:00Z").plusSeconds(id);
        return new Link(id, at, actor, null, "update", "W", "o", before, null, "r");
    }
}
