using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Registry.Http.OpenApi;

/// <summary>One HTML page from the document: no script, nothing loaded from anywhere.</summary>
internal sealed class DocsPage
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string Style = Resources.ReadText("docs.css");

    private readonly StringBuilder _html = new();
    private readonly JsonObject _document;

    private DocsPage(JsonObject document) => _document = document;

    /// <summary>Lets the page's own style in and nothing else.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static string Of(JsonObject document)
    {
        var page = new DocsPage(document);
        page.Write();
        return page._html.ToString();
    }

    private void Write()
    {
        var info = _document["info"]!;
        _html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<title>").Append(Escaped(info["title"])).Append(" API</title><style>").Append(Style).Append("</style></head><body>\n<h1>")
            .Append(Escaped(info["title"])).Append(" API</h1>\n<p>").Append(Prose(info["description"]))
            .Append("</p>\n<p>Send a key as <code>x-functions-key</code>, <code>?code=</code> or <code>Authorization: Bearer</code>. ")
            .Append("For programs: <a href=\"openapi/v1.json\">openapi/v1.json</a>.</p>\n");
        foreach (var tag in _document["tags"]!.AsArray())
        {
            WriteTag(tag!);
        }

        _html.Append("<h2>Shapes</h2>\n");
        foreach (var (name, schema) in _document["components"]!["schemas"]!.AsObject())
        {
            WriteShape(name, schema!.AsObject());
        }

        _html.Append("</body></html>\n");
    }

    private void WriteTag(JsonNode tag)
    {
        _html.Append("<h2>").Append(Escaped(tag["name"])).Append("</h2>\n<p>").Append(Prose(tag["description"])).Append("</p>\n");
        foreach (var (path, item) in _document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in item!.AsObject())
            {
                if (operation!["tags"]![0]!.GetValue<string>() == tag["name"]!.GetValue<string>())
                {
                    WriteOperation(method, path, operation);
                }
            }
        }
    }

    private void WriteOperation(string method, string path, JsonNode operation)
    {
        _html.Append("<details id=\"").Append(Escaped(operation["operationId"])).Append("\"><summary><b>").Append(method.ToUpperInvariant())
            .Append("</b> <code>").Append(Escaped(path)).Append("</code> ").Append(Prose(operation["summary"])).Append("</summary>\n<p>")
            .Append(Prose(operation["description"])).Append("</p>\n<table><tr><th>parameter</th><th>in</th><th>type</th><th></th></tr>\n");
        foreach (var parameter in operation["parameters"]!.AsArray())
        {
            var told = Resolved(parameter!);
            WriteRow(Code(told["name"]), Escaped(told["in"]), Type(told["schema"]), Prose(told["description"]));
        }

        _html.Append("</table>\n");
        if (operation["requestBody"] is { } body)
        {
            _html.Append("<h4>Body").Append(body["required"]!.GetValue<bool>() ? "" : " (optional)").Append("</h4>\n");
            WriteContent(body["content"]!.AsObject());
        }

        foreach (var (status, answer) in operation["responses"]!.AsObject())
        {
            var told = Resolved(answer!);
            _html.Append("<h4>").Append(status).Append(' ').Append(Prose(told["description"])).Append("</h4>\n");
            if (ReferenceEquals(told, answer) && told["content"] is { } content)
            {
                WriteContent(content.AsObject());
            }
        }

        _html.Append("</details>\n");
    }

    private void WriteContent(JsonObject content)
    {
        foreach (var (contentType, media) in content)
        {
            _html.Append("<p><code>").Append(Escaped(contentType)).Append("</code> ").Append(Type(media!["schema"])).Append("</p>\n");
            if (media["example"] is { } example)
            {
                _html.Append("<pre>").Append(WebUtility.HtmlEncode(example.ToJsonString(Indented))).Append("</pre>\n");
            }
        }
    }

    private void WriteShape(string name, JsonObject schema)
    {
        _html.Append("<details id=\"shape-").Append(name).Append("\"><summary><code>").Append(name).Append("</code> ")
            .Append(Prose(schema["description"])).Append("</summary>\n<table><tr><th>member</th><th></th><th>type</th><th></th></tr>\n");
        // Of several forms the one with members has something to show.
        schema = schema["oneOf"]?.AsArray().OfType<JsonObject>().FirstOrDefault(static form => form["properties"] is not null) ?? schema;
        var required = schema["required"]?.AsArray().Select(static member => member!.GetValue<string>()).ToHashSet() ?? [];
        foreach (var (member, told) in schema["properties"]?.AsObject() ?? [])
        {
            WriteRow($"<code>{Escaped(member)}</code>", required.Contains(member) ? "required" : "", Type(told), Prose(told!["description"]));
        }

        _html.Append("</table></details>\n");
    }

    private void WriteRow(params ReadOnlySpan<string> cells)
    {
        _html.Append("<tr>");
        foreach (var cell in cells)
        {
            _html.Append("<td>").Append(cell).Append("</td>");
        }

        _html.Append("</tr>\n");
    }

    private JsonNode Resolved(JsonNode node)
    {
        if (node["$ref"]?.GetValue<string>() is not { } reference)
        {
            return node;
        }

        return reference.Split('/').Skip(1).Aggregate((JsonNode)_document, static (current, name) => current[name]!);
    }

    private static string Type(JsonNode? schema)
    {
        if (schema?["$ref"]?.GetValue<string>() is { } reference)
        {
            var name = reference[(reference.LastIndexOf('/') + 1)..];
            return $"<a href=\"#shape-{name}\">{name}</a>";
        }

        return schema?["type"] switch
        {
            JsonArray types => string.Join(" or ", types.Select(static type => Escaped(type))),
            { } type when type.GetValue<string>() == "array" => "list of " + Type(schema["items"]),
            { } type when schema["additionalProperties"] is JsonObject values => $"{Escaped(type)} of {Type(values)}",
            { } type => Escaped(type),
            null => "any",
        };
    }

    private static string Code(JsonNode? text) => $"<code>{Escaped(text)}</code>";

    /// <summary>Text with code between backticks.</summary>
    private static string Prose(JsonNode? text)
    {
        var parts = Escaped(text).Split('`');
        return string.Concat(parts.Select(static (part, index) => index % 2 == 1 ? $"<code>{part}</code>" : part));
    }

    private static string Escaped(JsonNode? text) => Escaped(text?.GetValue<string>());

    private static string Escaped(string? text) => WebUtility.HtmlEncode(text ?? "");
}
