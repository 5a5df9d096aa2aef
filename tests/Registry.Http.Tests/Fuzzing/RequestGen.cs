using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>Requests to every operation: most are as documented, so that there is something to do harm to.</summary>
internal sealed class RequestGen
{
    private static readonly ImmutableArray<(string, string)> None = [];

    private static readonly Gen<TimeSpan> Pause = Gen.Frequency(
        (60, Gen.Constant(TimeSpan.Zero)),
        (10, Gen.Elements(TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(2))),
        (3, Gen.Elements(TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(7))),
        (1, Gen.Constant(TimeSpan.FromHours(3))));

    private static readonly Gen<string?> Secret = Gen.Frequency(
        (50, Gen.Constant<string?>(Pools.Secrets[0])),
        (40, ValueGen.Of(Pools.Secrets).Select(static secret => (string?)secret)),
        (3, Gen.Constant<string?>(null)),
        (1, Gen.Constant<string?>("wrong-key")));

    private const int RequiredShare = 950;

    private readonly BodyGen _bodies;
    private readonly ImmutableArray<ApiOperation> _operations;

    public RequestGen(ApiDocument document)
    {
        _bodies = new BodyGen(document);
        _operations = [.. document.Operations];
    }

    /// <summary>A request; registrations come more often than the rest.</summary>
    public Gen<FuzzRequest> Any()
    {
        var all = _operations.Select(operation => (Weight(operation), Of(operation)));
        return Gen.Frequency([.. all, (4, Elsewhere())]);
    }

    /// <summary>What a sequence begins with: some of everything, as it should be.</summary>
    public Gen<FuzzRequest[]> Beginning()
    {
        var admin = ImmutableArray.Create(("x-functions-key", Pools.Secrets[0]), ("Content-Type", "application/json"));
        var agent = _operations.Single(static operation => operation is { Method: "PUT", Path: "/agents/{id}" });
        var agents = Pools.Agents.Select(id => _bodies.Valid(agent).Select(body => new FuzzRequest
        {
            Method = "PUT",
            Path = "/agents/" + id,
            Headers = admin,
            Body = Encoding.UTF8.GetBytes(body),
        }));
        var authorities = Pools.Authorities.Select(id => Gen.Constant(new FuzzRequest
        {
            Method = "PUT",
            Path = "/authorities/" + id,
            Headers = admin,
            Body = Encoding.UTF8.GetBytes(Pools.Authority(id)),
        }));
        var others = Pools.Beginning.Select(one => Gen.Constant(new FuzzRequest { Method = one.Method, Path = one.Path, Headers = admin, Body = Encoding.UTF8.GetBytes(one.Body) }));
        return Gen.CollectToArray(authorities.Concat(agents).Concat(others));
    }

    private static int Weight(ApiOperation operation) => (operation.Method, operation.Path) switch
    {
        ("PUT", "/agents/{id}") => 24,
        ("POST", "/agents/unregister") => 3,
        (_, "/agents/{id}/unregister" or "/cleanup" or "/api/v1/registry/cleanup") or ("DELETE", "/agents/{id}" or "/authorities/{id}") => 1,
        ("POST", "/agents/register") => 12,
        ("POST", "/agents/batch" or "/api/v1/registry/services") or ("PUT", "/authorities/{id}") or ("POST", "/hooks" or "/subscriptions") => 4,
        (_, "/api/v1/registry/services/{name}" or "/resolve" or "/agents/{id}/rollback" or "/agents/{id}/trust" or "/agents/{id}/activate" or "/agents/{id}/deactivate") => 5,
        ("PUT" or "PATCH", _) => 4,
        ("POST", _) => 3,
        (_, "/docs" or "/openapi/v1.json" or "/metrics") => 1,
        _ => 2,
    };

    private Gen<FuzzRequest> Of(ApiOperation operation) =>
        from path in PathOf(operation)
        from method in MethodOf(operation)
        from query in QueryOf(operation)
        from headers in HeadersOf(operation)
        from body in BodyOf(operation)
        from pause in Pause
        from isChunked in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new FuzzRequest { Method = method, Path = path, Query = query, Headers = headers.AddRange(body.Headers), Body = Fitting(operation, body.Bytes), IsBodyWrong = body.IsWrong, IsChunked = isChunked, Pause = pause };

    /// <summary>Paths and methods that nobody documented.</summary>
    private static Gen<FuzzRequest> Elsewhere() =>
        from first in Gen.Elements("/", "/agents/", "/agents/a-1/", "/api/v1/registry/", "/api/v1/registry/services/svc-1/", "/graph/", "/AGENTS/a-1/", "/authorities/", "//agents//", "/hooks/{{hook}}/")
        from segment in ValueGen.Of(Hostile.Segments)
        from method in Gen.Elements("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "X")
        from key in KeyOf()
        select new FuzzRequest { Method = method, Path = first + segment, Query = key.Query, Headers = key.Headers };

    private static Gen<string> PathOf(ApiOperation operation)
    {
        var parts = operation.Path.Split('/').Select(part => part.StartsWith('{') ? SegmentOf(operation.Path, part[1..^1]) : Gen.Constant(part));
        return Gen.CollectToArray(parts).Select(static segments => string.Join('/', segments));
    }

    private static Gen<string> SegmentOf(string path, string name)
    {
        var usual = (path.Split('/')[1], name) switch
        {
            ("hooks", _) => Gen.Constant("{{hook}}"),
            ("subscriptions", _) => Gen.Constant("{{subscription}}"),
            ("authorities", _) => ValueGen.Of(Pools.Authorities),
            ("indexes", _) => ValueGen.Of(Pools.Indexes),
            (_, "name") => ValueGen.Of(Pools.Services),
            (_, "type") => ValueGen.Of(Pools.Types),
            _ => ValueGen.Of(Pools.Agents),
        };
        return Gen.Frequency((22, usual), (1, ValueGen.Of(Hostile.Segments)), (1, Gen.Constant("nobody")));
    }

    private static Gen<string> MethodOf(ApiOperation operation) => operation.Method == "GET"
        ? Gen.Frequency((6, Gen.Constant("GET")), (2, Gen.Constant("HEAD")))
        : Gen.Frequency((40, Gen.Constant(operation.Method)), (1, Gen.Elements("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")));

    private static Gen<ImmutableArray<string>> QueryOf(ApiOperation operation)
    {
        var known = operation.Parameters.Where(static parameter => parameter.In == "query").ToList();
        var share = 1000 / Math.Max(3, known.Count);
        var usual = Gen.CollectToArray(known.Select(parameter =>
            from dice in Gen.Choose(0, 999)
            from value in ParameterOf(parameter)
            select dice < (parameter.IsRequired ? RequiredShare : share) ? parameter.Name + "=" + Placeholders.Escape(value) : null));
        var hostile = Gen.Frequency((8, Gen.Constant<string?>(null)), (1, ValueGen.Of(Hostile.Queries).Select(static part => (string?)part)), (1, HostileParameter(known)));
        return from parts in usual
               from more in hostile
               select parts.Append(more).Where(static part => part is not null).Select(static part => part!).ToImmutableArray();
    }

    private static Gen<string?> HostileParameter(List<ApiParameter> known) => known.Count == 0
        ? Gen.Constant<string?>("unknown=1")
        : from parameter in Gen.Elements(known.AsEnumerable())
          from text in Gen.OneOf(ValueGen.Of(Hostile.Texts), ValueGen.Of(Hostile.Patterns))
          select (string?)(parameter.Name + "=" + Uri.EscapeDataString(text));

    private static Gen<string> ParameterOf(ApiParameter parameter) => parameter.Schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
        ? type.GetString() switch
        {
            "boolean" => Gen.Elements("true", "false"),
            "integer" or "number" => ValueGen.Number(parameter.Name, true),
            _ => ValueGen.Words(parameter.Schema) ?? ValueGen.Text(parameter.Name, parameter.Schema) ?? Gen.Constant("x"),
        }
        : ValueGen.Text(parameter.Name, parameter.Schema) ?? Gen.Constant("1");

    private static Gen<ImmutableArray<(string Name, string Value)>> HeadersOf(ApiOperation operation)
    {
        var conditions = operation.Parameters.Any(static parameter => parameter.Name is "If-Match" or "If-None-Match") ? 1 : 0;
        var more = Gen.Frequency(
            (12, Gen.Constant(None)),
            (2 * conditions, Gen.Elements("If-Match", "If-None-Match").Select(static name => ImmutableArray.Create((name, "{{etag}}")))),
            (1, Gen.Constant(ImmutableArray.Create(("Cache-Control", "no-cache")))),
            (2, ValueGen.Of(Hostile.Headers).Select(static header => ImmutableArray.Create(header))),
            (1, ValueGen.Of(Hostile.Headers).ArrayOf(3).Select(static headers => headers.ToImmutableArray())));
        return from key in KeyOf()
               from others in more
               select key.Headers.AddRange(others);
    }

    private static Gen<(ImmutableArray<string> Query, ImmutableArray<(string Name, string Value)> Headers)> KeyOf() =>
        from secret in Secret
        from way in Gen.Choose(0, 5)
        select secret is null ? (ImmutableArray<string>.Empty, None)
            : way == 0 ? ([], [("Authorization", "Bearer " + secret)])
            : (ImmutableArray<string>.Empty, ImmutableArray.Create(("x-functions-key", secret)));

    private Gen<(byte[]? Bytes, ImmutableArray<(string, string)> Headers, bool IsWrong)> BodyOf(ApiOperation operation)
    {
        if (operation.MediaType is not { } type)
        {
            return Gen.Frequency(
                (20, Gen.Constant(((byte[]?)null, None, false))),
                (1, ValueGen.Of(Hostile.Values).Select(static value => Body(value, "application/json", true))));
        }

        return Gen.Frequency(
            (60, _bodies.Valid(operation).Select(body => Body(body, type, false))),
            (25, _bodies.Mutated(operation).Select(body => Body(body, type, true))),
            (7, _bodies.Broken(operation).Select(body => Body(body, type, true))),
            (3, from body in _bodies.Valid(operation)
                from other in ValueGen.Of(Hostile.MediaTypes)
                select Body(body, other, true)),
            (1, Gen.Constant(((byte[]?)null, None, false))));
    }

    private static (byte[]? Bytes, ImmutableArray<(string, string)> Headers, bool IsWrong) Body(string text, string type, bool isWrong) => Body(Encoding.UTF8.GetBytes(text), type, isWrong);

    private static (byte[]? Bytes, ImmutableArray<(string, string)> Headers, bool IsWrong) Body(byte[] bytes, string type, bool isWrong) => (bytes, [("Content-Type", type)], isWrong);

    /// <summary>In a path that has the id, a body does better without.</summary>
    private static byte[]? Fitting(ApiOperation operation, byte[]? body)
    {
        if (body is null || operation is not { Method: "PUT" or "PATCH", Path: "/agents/{id}" } || body.Length % 5 == 0)
        {
            return body;
        }

        try
        {
            var members = JsonNode.Parse(body) as JsonObject;
            return members?.Remove("id") == true ? JsonSerializer.SerializeToUtf8Bytes(members) : body;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or InvalidOperationException)
        {
            return body;
        }
    }
}
