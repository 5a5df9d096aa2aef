using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Registry.Core.Agents;
using Registry.Http.Correlation;
using Registry.Http.Routing;

namespace Registry.Http.OpenApi;

/// <summary>The API document, and the page made from it. Both are made at the first request and kept.</summary>
internal sealed class DocumentEndpoints
{
    private const string Tag = "Documents";
    private const string JsonType = "application/json";

    private static readonly JsonWriterOptions WriterOptions = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lazy<StaticAnswer> _document;
    private readonly Lazy<StaticAnswer> _page;

    /// <param name="endpoints">Of the whole application; complete only once requests come.</param>
    public DocumentEndpoints(EndpointDataSource endpoints)
    {
        var document = new Lazy<JsonObject>(() => OpenApiDocument.Of(endpoints.Endpoints));
        _document = new(() => new StaticAnswer(Write(document.Value), JsonType + "; charset=utf-8"));
        _page = new(() => new StaticAnswer(Encoding.UTF8.GetBytes(DocsPage.Of(document.Value)), "text/html; charset=utf-8"));
    }

    public static void Map(RouteTable routes, DocumentEndpoints endpoints)
    {
        routes.Get("/openapi/v1.json", CallerRole.None, endpoints.GetDocumentAsync)
            .Describe("GetOpenApi", Tag, "This document: OpenAPI 3.1.")
            .Header("If-None-Match", "ETags that the caller has already.")
            .AnswersText(JsonType).AnswersNothing(StatusCodes.Status304NotModified);
        routes.Get("/docs", CallerRole.None, endpoints.GetPageAsync)
            .Describe("GetDocs", Tag, "The API for people: a page made from the document.")
            .Header("If-None-Match", "ETags that the caller has already.")
            .AnswersText("text/html").AnswersNothing(StatusCodes.Status304NotModified);
    }

    private Task GetDocumentAsync(HttpContext context) => _document.Value.WriteAsync(context);

    private Task GetPageAsync(HttpContext context)
    {
        PageHeaders.Set(context, DocsPage.ContentSecurityPolicy);
        return _page.Value.WriteAsync(context);
    }

    private static byte[] Write(JsonObject document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            document.WriteTo(writer);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
