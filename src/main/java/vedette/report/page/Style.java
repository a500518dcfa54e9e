package vedette.report.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The one style sheet of a page, and the policy that allows nothing but it. */
final class Style {
    /** Okabe and Ito's colours, which those who confuse red and green can tell apart; lighter ones on dark. */
    static final String SHEET = """
            :root{color-scheme:light dark;--ink:#1b1f24;--dim:#57606a;--paper:#fff;--box:#f6f8fa;--rule:#d0d7de;
            --s0:#0072b2;--s1:#d55e00;--s2:#00785a;--s3:#a8487e;--s4:#8a6500}
            @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#9da7b1;--paper:#0f1419;--box:#181e25;--rule:#39424d;
            --s0:#56b4e9;--s1:#ff9447;--s2:#2fc79a;--s3:#e89ac5;--s4:#e6c229}}
            *{box-sizing:border-box}
            body{margin:0 auto;max-width:68rem;padding:1rem 1.25rem 4rem;background:var(--paper);color:var(--ink);
            font:16px/1.5 system-ui,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
            h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
            h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--rule)}
            h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
            p{margin:.5rem 0;max-width:48rem}
            .lede{font-size:1.1rem}
            .note{color:var(--dim);font-size:.9rem}
            a{color:var(--s0)}
            nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;font-size:.95rem}
            ul{padding-left:1.25rem}
            .wide{overflow-x:auto;margin:.75rem 0}
            .wide:focus-visible{outline:2px solid var(--s0)}
            table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;overflow-wrap:normal}
            caption{text-align:left;font-weight:600;padding:.25rem 0}
            th,td{padding:.25rem .9rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
            th{font-weight:600}
            tbody th{font-weight:400}
            thead th{color:var(--dim)}
            .n{text-align:right;white-space:nowrap}
            td,tbody th{white-space:nowrap}
            td.l,tbody th.l{white-space:normal;min-width:14rem;max-width:34rem;overflow-wrap:anywhere}
            figure{margin:1rem 0 1.5rem;padding:.75rem;background:var(--box);border:1px solid var(--rule);border-radius:6px}
            figcaption{font-size:.9rem;margin-bottom:.5rem}
            figcaption strong{display:block}
            .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding:0;margin:.25rem 0}
            svg{display:block;width:100%;height:auto}
            svg text{font-size:12.5px;fill:var(--ink)}
            .key{display:inline-block;width:26px;height:14px;vertical-align:-2px;margin-right:.3rem}
            .grid{stroke:var(--rule);fill:none;stroke-width:.6}
            .axis{stroke:var(--dim);fill:none}
            .line,.points,.marks,.spans{fill:none}
            .spans{stroke-width:4}.spans.s1{stroke-dasharray:6 1.5}.spans.s2{stroke-dasharray:2 1.5}
            .line{stroke-width:2;stroke-linejoin:round}
            .points{stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
            .points.s0{stroke-width:4.5}
            .marks{stroke-width:1.3;stroke-dasharray:2 3}
            .s0{stroke:var(--s0)}.s1{stroke:var(--s1)}.s2{stroke:var(--s2)}.s3{stroke:var(--s3)}.s4{stroke:var(--s4)}
            .line.s1{stroke-dasharray:7 4}.line.s2{stroke-dasharray:2 3}.line.s3{stroke-dasharray:9 3 2 3}.line.s4{stroke-dasharray:4 2}
            .bars{stroke:none;fill-opacity:.85}
            .bars.s0{fill:var(--s0)}.bars.s1{fill:var(--s1)}.bars.s2{fill:var(--s2)}.bars.s3{fill:var(--s3)}.bars.s4{fill:var(--s4)}
            @media (max-width:34rem){body{padding:.5rem .75rem 3rem}h1{font-size:1.35rem}figure{padding:.5rem .25rem;margin:1rem 0}
            svg text{font-size:17px}tbody th{white-space:normal;min-width:7rem}td.l,tbody th.l{min-width:11rem}table{font-size:.85rem}figcaption{padding:0 .25rem}}
            @media print{:root{color-scheme:light;--ink:#000;--dim:#333;--paper:#fff;--box:#fff;--rule:#bbb;
            --s0:#0072b2;--s1:#d55e00;--s2:#00785a;--s3:#a8487e;--s4:#8a6500}
            body{max-width:none;font-size:10.5pt;padding:0}nav{display:none}figure,tr{break-inside:avoid}
            h2,h3,caption,figcaption{break-after:avoid}.wide{overflow:visible}}
            """;

    private Style() {}

    /** Nothing may be loaded, run or sent; the sheet is allowed by its digest. */
    static String policy() {
        return "default-src 'none'; style-src 'sha256-" + digest() + "'; base-uri 'none'; form-action 'none'";
    }

    private static String digest() {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(SHEET.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(sha256);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
