using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>A promise that was broken.</summary>
/// <param name="Requests">As generated: the last one broke it.</param>
/// <param name="Sent">As they were sent.</param>
internal sealed record Finding(ImmutableArray<FuzzRequest> Requests, ImmutableArray<FuzzRequest> Sent, int Status, string What)
{
    /// <summary>What went wrong and how to do it again.</summary>
    public string Describe(int seed)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {seed}, request {Requests.Length} of the shortest sequence found: {Status}: {What}");
        text.AppendLine(CultureInfo.InvariantCulture, $"again: REGISTRY_FUZZ_SEED={seed} dotnet test tests/Registry.Http.Tests --filter FuzzTests");
        foreach (var request in Sent)
        {
            text.AppendLine(Curl.Of(request));
        }

        return text.ToString();
    }
}
