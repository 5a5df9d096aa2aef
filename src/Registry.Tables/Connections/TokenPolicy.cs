using Azure.Core;
using Azure.Core.Pipeline;

namespace Registry.Tables.Connections;

/// <summary>A token of Microsoft Entra ID, cached and renewed ahead of its end by Azure.Core. A challenge is not answered: that would send a write again.</summary>
internal sealed class TokenPolicy(TokenCredential credential) : BearerTokenAuthenticationPolicy(credential, "https://storage.azure.com/.default")
{
    protected override ValueTask<bool> AuthorizeRequestOnChallengeAsync(HttpMessage message) => ValueTask.FromResult(false);

    protected override bool AuthorizeRequestOnChallenge(HttpMessage message) => false;
}
