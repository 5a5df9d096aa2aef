using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Registry.Contracts.Services;
using Xunit;

namespace Registry.Http.Tests.Services;

/// <summary>Reads answers as the wire types that describe them: a member that those lack, or one missing that they need, fails.</summary>
internal static class Shapes
{
    private static readonly ServiceContractsContext Strict = new(new JsonSerializerOptions(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    });

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize(text, (JsonTypeInfo<T>)Strict.GetTypeInfo(typeof(T))!)!;
    }
}
