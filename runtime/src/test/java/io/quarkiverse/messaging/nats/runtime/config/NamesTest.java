package io.quarkiverse.messaging.nats.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = { "orders", "Orders_2-x", "ünïcode", "$orders", "a=b" })
    void legalNames(String name) {
        assertThat(Names.illegal(name)).isNull();
        assertThat(Names.legal(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = { "a.b,.", "a*,*", ">,>", "a/b,/", "a\\b,\\", "a b,space" })
    void anIllegalCharacterIsNamed(String name, String illegal) {
        assertThat(Names.illegal(name)).isEqualTo(illegal);
        assertThat(Names.illegal(Names.legal(name))).isNull();
        assertThat(Names.legal(name)).hasSameSizeAs(name).contains("_");
    }

    @Test
    void aControlCharacterIsNamedByItsCode() {
        assertThat(Names.illegal("a\nb")).isEqualTo("\\u000a");
        assertThat(Names.illegal("a\tb")).isEqualTo("\\u0009");
        assertThat(Names.illegal("a\u007fb")).isEqualTo("\\u007f");
        assertThat(Names.legal("a\n\u0001\u007fb")).isEqualTo("a___b");
    }

    @ParameterizedTest
    @ValueSource(strings = { "orders", "orders.new", "orders.*", "*.new", ">", "orders.>", "a*.b>c", "_INBOX.x" })
    void subjectsWithWildcards(String subject) {
        assertThat(Names.wrongSubject(subject, true)).isNull();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', ignoreLeadingAndTrailingWhitespace = false, value = {
            "\"\",it is empty", ".a,it has an empty token", "a.,it has an empty token", "a..b,it has an empty token",
            ".,it has an empty token", ">.a,`>` must be the last token", "a.>.b,`>` must be the last token",
            "a b,it contains a space", " a,it contains a space", "\"a\tb\",it contains a control character",
            "\"a\r\nb\",it contains a control character", "$JS.API.INFO,$JS is the server's own" })
    void whatIsWrongWithASubject(String subject, String why) {
        assertThat(Names.wrongSubject(subject, true)).isEqualTo(why);
        assertThat(Names.wrongSubject(subject, false)).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(strings = { "*", ">", "a.*", "a.*.b", "a.>" })
    void noWildcardWhereOneIsPublishedTo(String subject) {
        assertThat(Names.wrongSubject(subject, false)).isEqualTo("it has a wildcard");
    }

    @Test
    void aListOfSubjects() {
        assertThat(Names.subjects("a")).isEqualTo(List.of("a"));
        assertThat(Names.subjects(" a.* , b,c.> ")).isEqualTo(List.of("a.*", "b", "c.>"));
        assertThat(Names.subjects("a,,b")).as("the empty one is refused later").isEqualTo(List.of("a", "", "b"));
        assertThat(Names.subjects("a,")).isEqualTo(List.of("a", ""));
    }

    @ParameterizedTest
    @CsvSource({ "a, a, true", "a, b, false", "a.b, a, false", "a.*, a.b, true", "a.*, a, false", "a.*, a.b.c, false",
            "a.>, a.b.c, true", "a.>, a, false", ">, a, true", "a.*, *.b, true", "a.*.c, a.b.>, true", "a.*.c, a.b.d, false",
            "a.>, *.b, true", "*, >, true" })
    void overlap(String one, String other, boolean overlap) {
        assertThat(Names.overlap(one, other)).isEqualTo(overlap);
        assertThat(Names.overlap(other, one)).isEqualTo(overlap);
    }
}
