using System.Diagnostics.CodeAnalysis;
using Registry.Http.Problems;

namespace Registry.Http.Bodies;

/// <summary>A body or why it is refused.</summary>
internal readonly struct BodyRead
{
    private readonly JsonBody? _body;
    private readonly HttpRefusal? _refusal;

    private BodyRead(JsonBody? body, HttpRefusal? refusal)
    {
        _body = body;
        _refusal = refusal;
    }

    public static implicit operator BodyRead(JsonBody body) => new(body, null);

    public static implicit operator BodyRead(HttpRefusal refusal) => new(null, refusal);

    public bool Is([NotNullWhen(true)] out JsonBody? body, [NotNullWhen(false)] out HttpRefusal? refusal)
    {
        body = _body;
        refusal = _refusal;
        return refusal is null;
    }
}
