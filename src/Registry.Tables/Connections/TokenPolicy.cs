using Azure.Core;
using Azure.Core.Pipeline;

namespace Registry.Tables.Connections;

/// <summary>A token of Microsoft Entra ID, cached and renewed ahead of its end by Azure.Core. A challenge is not answered: that would send a write again.</summary>
internal sealed class TokenPolicy(TokenCredential credential, Uri endpoint) : BearerTokenAuthenticationPolicy(credential, ScopeOf(endpoint))
{
    private static readonly string[] CosmosHosts = [".table.cosmos.", ".table.cosmosdb."];

    // Cosmos DB for Table is another resource to sign in to. Source: TableAudience of Azure.Data.Tables.
    private static string ScopeOf(Uri endpoint) => Array.Exists(CosmosHosts, host => endpoint.Host.Contains(host, StringComparison.OrdinalIgnoreCase))
        ? "https://cosmos.azure.com/.default"
        : "https://storage.azure.com/.default";

    protected override ValueTask<bool> AuthorizeRequestOnChallengeAsync(HttpMessage message) => ValueTask.FromResult(false);

    protected override bool AuthorizeRequestOnChallenge(HttpMessage message) => false;
}
