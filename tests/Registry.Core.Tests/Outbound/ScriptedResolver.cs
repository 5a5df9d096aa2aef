using System.Net;
using Registry.Core.Outbound;

namespace Registry.Core.Tests.Outbound;

/// <summary>Answers each resolution with the next of its answers, the last one for good.</summary>
internal sealed class ScriptedResolver(params string[][] answers) : IHostResolver
{
    public int Count { get; private set; }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult(Array.ConvertAll(answers[Math.Min(Count++, answers.Length - 1)], IPAddress.Parse));
}
