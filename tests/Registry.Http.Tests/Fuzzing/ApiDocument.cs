using System.Globalization;
using System.Text.Json;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>What the served document says, as far as requests are made and answers are judged by it.</summary>
internal sealed class ApiDocument
{
    private readonly JsonElement _root;
    private readonly Dictionary<(string Method, string Path), ApiOperation> _operations = [];

    public ApiDocument(JsonElement root)
    {
        _root = root;
        foreach (var path in root.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var read = Read(operation.Name.ToUpperInvariant(), path.Name, operation.Value);
                _operations.Add((read.Method, read.Path), read);
            }
        }
    }

    public IReadOnlyCollection<ApiOperation> Operations => _operations.Values;

    /// <summary>The schema of every error.</summary>
    public JsonElement Problem => _root.GetProperty("components").GetProperty("schemas").GetProperty(nameof(Problem));

    /// <summary>The operation of a route's template; HEAD is GET's. The framework's routing compares methods without case.</summary>
    public ApiOperation? Find(string method, string template) =>
        _operations.GetValueOrDefault((method == "HEAD" ? "GET" : method.ToUpperInvariant(), template));

    /// <summary>Follows references until there is none.</summary>
    public JsonElement Follow(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            var target = _root;
            foreach (var name in reference.GetString()!.Split('/').Skip(1))
            {
                target = target.GetProperty(name);
            }

            element = target;
        }

        return element;
    }

    private ApiOperation Read(string method, string path, JsonElement operation)
    {
        var parameters = operation.TryGetProperty("parameters", out var list)
            ? list.EnumerateArray().Select(Follow).Select(static parameter => new ApiParameter(
                parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString()!, parameter.GetProperty("schema"),
                parameter.TryGetProperty("required", out var required) && required.GetBoolean())).ToList()
            : [];
        var answers = operation.GetProperty("responses").EnumerateObject().ToDictionary(
            static answer => int.Parse(answer.Name, CultureInfo.InvariantCulture), answer => (IReadOnlyDictionary<string, JsonElement>)Contents(Follow(answer.Value)));
        if (!operation.TryGetProperty("requestBody", out var body))
        {
            return new ApiOperation(method, path, parameters, null, default, null, answers);
        }

        var content = Follow(body).GetProperty("content").EnumerateObject().First();
        var example = content.Value.TryGetProperty("example", out var given) ? given.GetRawText() : null;
        return new ApiOperation(method, path, parameters, content.Name, content.Value.GetProperty("schema"), example, answers);
    }

    private static Dictionary<string, JsonElement> Contents(JsonElement answer) => answer.TryGetProperty("content", out var content)
        ? content.EnumerateObject().ToDictionary(static type => type.Name, static type => type.Value.TryGetProperty("schema", out var schema) ? schema : default)
        : [];
}
