using System.Collections.Immutable;
using System.Text;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>What somebody sends who means harm, or a client that is broken.</summary>
internal static class Hostile
{
    /// <summary>Texts, for any place that takes one.</summary>
    public static readonly ImmutableArray<string> Texts =
    [
        "", " ", "  leading", ".", "..", "...", "-", "_", "*", "%", "%2e%2e", "%00", "a b", "a/b", "a\\b", "a,b", "a@b", "a!b", "a\tb", "a\u0000b", "a\u007fb",
        "a\r\nSet-Cookie: x=1", "\u202Egnp.exe", "e\u0301\u0301\u0301\u0301", "Ä", "名前", "\U0001F600", "\uFEFFbom", "\u2028", "\uFFFE", "null", "true", "NaN", "Infinity", "-1", "0",
        "1e400", "9999999999999999999999", "<script>alert(1)</script>", "' OR '1'='1", "\"", "${jndi:ldap://x}", "{{7*7}}", "{0}", "%s%n", "../../../etc/passwd", "file:///etc/passwd",
        "http://169.254.169.254/latest", "http://[::1]:80/", "http://127.0.0.1:1/", "http://localhost/", "ftp://x/", "javascript:alert(1)", "http://", "http://user:pw@h/?sig=abc", "//x",
        "register", "heartbeats", "BATCH", "health", "by-path", "type", "status", "__proto__", "constructor", "2026-02-30T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
        new('x', 128), new('x', 129), new('ü', 200), new('y', 5000), new('.', 128),
    ];

    /// <summary>Patterns that hurt engines that backtrack, or are none.</summary>
    public static readonly ImmutableArray<string> Patterns =
    [
        "(a+)+$", "(a|a)*b", "([a-zA-Z]+)*$", "(x+x+)+y", "[", "(", "*", "\\", "\\1", "(?<!a)b", "(?=a)", "a{1000}{1000}", "a{99999999}", "(?i)", "\\p{Nope}", "^$", ".*.*.*.*.*x", "\\b\\w+\\b",
        string.Concat(Enumerable.Repeat('(', 200)) + string.Concat(Enumerable.Repeat(')', 200)),
    ];

    /// <summary>JSON values, as text, some of which are no JSON.</summary>
    public static readonly ImmutableArray<string> Values =
    [
        "null", "true", "false", "0", "-0", "-1", "1.5", "1e400", "-1e400", "1e-400", "2147483648", "9007199254740993", "-9223372036854775809", "18446744073709551616", "1E+2", "01", "+1", ".5", "NaN",
        "Infinity", "-Infinity", "undefined", "\"NaN\"", "\"\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u202e\"", "\"\\uffff\"", "\"\\x41\"", "\"raw\ttab\"", "\"raw\nline\"", "\"unended",
        "'single'", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":1,\"a\":2}", "{\"\":1}", "{\"__proto__\":{\"x\":1}}", "{\"a\":{\"b\":{\"c\":null}}}", "[1,\"a\",null,true,{}]", "[\"a\",\"a\"]", "[,]", "{,}", "[1,]",
        "{\"a\":1,}", "/* c */ 1", "1 // c", Nested('[', ']', 15), Nested('[', ']', 17), Nested('[', ']', 70), Nested('[', ']', 20_000), NestedObjects(20), NestedObjects(3_000), Quoted('x', 129), Quoted('é', 2_000),
        Quoted('x', 40_000), Quoted('x', 70_000), Many(70, static i => $"\"t{i}\""), Many(300, static i => $"\"c{i}\""), Many(1_001, static i => $"\"a-{i}\""), Many(300, static i => $"{{\"name\":\"c{i}\"}}"),
        "{" + string.Join(',', Enumerable.Range(0, 70).Select(static i => $"\"k{i}\":{i}")) + "}",
    ];

    /// <summary>Path segments, percent-encoded or not what that should be.</summary>
    public static readonly ImmutableArray<string> Segments =
    [
        .. Texts.Where(static text => !text.Contains('\0', StringComparison.Ordinal)).Select(Uri.EscapeDataString),
        "%2F", "%2f..%2f", "a%2Fb", "%", "%zz", "%C0%80", "%FF", "%E2%82", "%252e", "%5c", "a;b=c", "a+b", "a%20b", "~", "{id}", "a&b=c", "a=b", "unregister", "outcomes", "activate", "deactivate", "dependencies", "validate",
    ];

    /// <summary>Raw parts of a query.</summary>
    public static readonly ImmutableArray<string> Queries =
    [
        "", "=", "&", "&&==", "a", "=b", "%00=%00", "limit=%", "limit=%ZZ", "limit=1&limit=2", "limit=0", "limit=-1", "limit=1001", "limit=99999999999999999999", "limit=1e3", "limit=+5", "limit=%D9%A1", "cursor=AAAA",
        "cursor=%FF%FE", "cursor={{cursor}}", "cursor={{cursor}}A", "cursor=A{{cursor}}", "cursor={{cursor}}&sort=-name", "index.author=ada", "index.region=eu,us", "cursor=" + new string('A', 4_000), "cursor=-1", "cursor=null", "sort=nope", "sort=-", "sort=--name", "fields=", "fields=,,,", "fields=nope", "fields=id,id,id", "status=nope", "healthy=maybe", "healthy=TRUE",
        "capability=@", "capability=,", "capability=a@^1.x.2", "capability=a@%3E%3D1%20%3C2%20||%203", "version=%5E1.2", "version=not%20a%20range", "version=1.2.3.4.5", "version=" + new string('9', 300), "index.=x",
        "index.nope=x", "index.author=", "q=" + new string('x', 3_000), "q=%F0%9F%98%80", "kind=KIND", "lifecycle=active,", "unknown=" + new string('z', 2_000), "wait=-1", "wait=61", "wait=NaN", "wait=1e400", "timeout=-1",
        "timeout=61", "timeout=nan", "types=,,,", "types=" + new string('t', 500), "format=xml", "from=&to=", "transitive=2", "cascade=maybe", "force=", "code=", "code=wrong", "include=nope", "include=usage,usage", "explain=1",
        "exclude=" + string.Join(',', Enumerable.Range(0, 400).Select(static i => $"a-{i}")), "from=2026-13-01T00:00:00Z", "to=9999-12-31T23:59:59.999Z", "success=perhaps", "path=", "path=a..b", "path=metadata.", "endpoint=",
        "endpoint=http%3A%2F%2Fuser%3Apw%40h%2F%3Fsig%3Dabc", "endpoint=" + new string('e', 3_000), "verify_trust_chain=false", "verify_trust_chain=nope", "LIMIT=1", "limit[]=1", "limit=1;cursor=2",
    ];

    /// <summary>Headers that a server may take.</summary>
    public static readonly ImmutableArray<(string Name, string Value)> Headers =
    [
        ("If-Match", "*"), ("If-Match", ""), ("If-Match", "\"1\""), ("If-Match", "W/\"1\""), ("If-Match", "1"), ("If-Match", "\"1\", \"2\""), ("If-Match", "\"" + new string('9', 400) + "\""), ("If-Match", "\"-1\""),
        ("If-Match", "garbage\""), ("If-None-Match", "*"), ("If-None-Match", "\"1\""), ("If-None-Match", ",,,"), ("If-None-Match", "\"\u00e9\""), ("Range", "bytes=0-1"), ("Range", "bytes=-1"), ("Range", "lines=1"),
        ("Accept", "text/event-stream"), ("Accept", "application/xml"), ("Accept", "*/*;q=0"), ("Accept", ";;;"), ("Accept", "text/html, */*;q=0.1"), ("Accept-Encoding", "gzip"), ("Accept-Encoding", "br;q=1, gzip;q=0"),
        ("Accept-Encoding", "*;q=0"), ("Accept-Encoding", "nonsense,,;q=x"), ("Cache-Control", "no-cache"), ("Cache-Control", "max-age=0"), ("Cache-Control", "max-age=-1"), ("Cache-Control", "=,,"), ("Pragma", "no-cache"),
        ("traceparent", "00-00000000000000000000000000000000-0000000000000000-00"), ("traceparent", "garbage"), ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("traceparent", new string('0', 3_000)),
        ("tracestate", "a=b,,,c"), ("baggage", new string('b', 2_000)), ("X-Correlation-Id", ""), ("X-Correlation-Id", "a b"), ("X-Correlation-Id", "mine-1"), ("X-Correlation-Id", "é"), ("X-Correlation-Id", new string('c', 128)),
        ("X-Correlation-Id", new string('c', 129)), ("X-Correlation-Id", "<script>"), ("Idempotency-Key", "key-1"), ("Idempotency-Key", "key-2"), ("Idempotency-Key", ""), ("Idempotency-Key", new string('k', 129)),
        ("Idempotency-Key", "ключ"), ("Last-Event-ID", "oldest"), ("Last-Event-ID", "{{cursor}}"), ("Last-Event-ID", "garbage"), ("Origin", "null"), ("Origin", "https://evil.example"), ("X-Forwarded-For", "127.0.0.1"), ("X-HTTP-Method-Override", "DELETE"),
        ("Expect", "100-continue"), ("Content-Encoding", "gzip"), ("Content-Encoding", "identity"), ("Transfer-Encoding", "chunked"), ("Host", "evil.example"), ("Cookie", new string('c', 4_000)), ("Authorization", "Bearer"),
        ("Authorization", "Basic eDp5"), ("Authorization", "Bearer a.b.c"), ("x-functions-key", ""), ("Content-Language", "tlh"), ("Prefer", "return=minimal"), ("Upgrade", "websocket"),
    ];

    /// <summary>Media types that a body claims.</summary>
    public static readonly ImmutableArray<string> MediaTypes =
    [
        "text/plain", "text/json", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/json; charset=\"", "application/json;;;", "json", "", "/",
        "application/json; charset=utf-8", "application/merge-patch+json", "application/vnd.x+json", "application/problem+json", new string('a', 2_000) + "/json",
    ];

    private static string Nested(char open, char close, int depth) => new string(open, depth) + new string(close, depth);

    private static string NestedObjects(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private static string Quoted(char letter, int count) => "\"" + new string(letter, count) + "\"";

    private static string Many(int count, Func<int, string> item) => new StringBuilder("[").AppendJoin(',', Enumerable.Range(0, count).Select(item)).Append(']').ToString();
}
