package io.quarkiverse.messaging.nats.benchmarks;

import java.util.List;
import java.util.Locale;

/** A bar for each ratio with the lowest and highest of a round, and a line where both sides are equal. */
final class Plot {

    private static final int LABEL = 430;
    private static final int ONE = 200;
    private static final int STEP = 24;
    private static final double MOST = 2.2;
    private static final String STYLE = "<style>text{fill:#333}.v{font-weight:bold}.r{fill:#2f7ed8}.w{stroke:#16324f;stroke-width:1.5}"
            + ".o{stroke:#c0392b;stroke-dasharray:4 3}.b{fill:#fff}</style>\n";

    private Plot() {
    }

    static String of(List<Report.Line> lines) {
        int height = 44 + lines.size() * STEP;
        int width = LABEL + (int) (MOST * ONE) + 60;
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height
                + "\" font-family=\"sans-serif\" font-size=\"12\">\n" + STYLE
                + "<rect class=\"b\" width=\"" + width + "\" height=\"" + height + "\"/>\n");
        for (int i = 0; i < lines.size(); i++) {
            bar(svg, lines.get(i), 12 + i * STEP);
        }
        int one = LABEL + ONE;
        svg.append("<line class=\"o\" x1=\"" + one + "\" x2=\"" + one + "\" y1=\"6\" y2=\"" + (height - 22)
                + "\"/>\n<text text-anchor=\"middle\" x=\"" + one + "\" y=\"" + (height - 6)
                + "\">1.0 = the other</text>\n</svg>\n");
        return svg.toString();
    }

    private static void bar(StringBuilder svg, Report.Line line, int y) {
        svg.append(String.format(Locale.ROOT,
                "<text text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text><rect class=\"r\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"14\"/>"
                        + "<line class=\"w\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>"
                        + "<text class=\"v\" x=\"%d\" y=\"%d\">%.2f</text>%n",
                LABEL - 8, y + 11, escaped(line.name() + " : " + line.against()), LABEL, y, x(line.ratio()) - LABEL,
                x(line.low()), x(line.high()), y + 7, y + 7, x(Math.max(line.ratio(), line.high())) + 6, y + 11, line.ratio()));
    }

    private static int x(double ratio) {
        return LABEL + (int) (Math.min(MOST, ratio) * ONE);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
