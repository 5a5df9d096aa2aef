using System.Net;
using Registry.EndToEnd.Tests.Http;

namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>Asks either instance, and notes what was asked and answered under the id that it is about.</summary>
internal sealed class ChaosClient(ChaosBed bed, ChaosLedger ledger, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Null where what became of it is unknown: no answer, or 503. Any other status that is not among <paramref name="expected"/> is a fault; 429 never is.
    /// </summary>
    public async Task<Answer?> AskAsync(string id, HttpMethod method, string path, string? json, string? ifMatch, params HttpStatusCode[] expected)
    {
        var instance = random.Next(ChaosBed.Instances);
        var answer = await bed.AskAsync(instance, method, path, json, Patience, ifMatch);
        var status = answer is null ? "lost" : ((int)answer.Status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        ledger.Note(id, $"app {instance}: {method} {path} {json} -> {status}");
        ledger.Count(status);
        if (answer is null || answer.Status is HttpStatusCode.ServiceUnavailable)
        {
            return null;
        }

        ledger.Check(
            expected.Contains(answer.Status) || answer.Status == HttpStatusCode.TooManyRequests, id, $"{method} {path} was answered {status}: {answer.Text}");
        return answer;
    }
}
