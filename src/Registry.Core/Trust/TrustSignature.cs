using Microsoft.IdentityModel.Tokens;

namespace Registry.Core.Trust;

/// <summary>Finds the key of an authority that signed a token.</summary>
internal static class TrustSignature
{
    // The library's default keeps a provider per key for good.
    private static readonly CryptoProviderFactory Factory = new() { CacheSignatureProviders = false };

    /// <returns>The key; or null and why not.</returns>
    public static TrustKey? Find(TrustToken token, Authority authority, out TrustReason reason)
    {
        var named = authority.Keys.Where(key => token.KeyId is null || key.IsNamed(token.KeyId)).ToList();
        var candidates = named.Where(key => key.Fits(token.Algorithm)).ToList();
        reason = token.NamesKey ? TrustReason.KeyInHeader
            : named.Count == 0 ? TrustReason.KeyNotFound
            : candidates.Count == 0 ? TrustReason.AlgorithmNotAllowed
            : candidates.TrueForAll(key => token.Signature.Length < key.SignatureBytes) ? TrustReason.Truncated
            : TrustReason.BadSignature;
        return candidates.Find(key => Verify(token, key));
    }

    private static bool Verify(TrustToken token, TrustKey key)
    {
        if (token.Signature.Length != key.SignatureBytes)
        {
            return false;
        }

        var provider = Factory.CreateForVerifying(key.Key, token.Algorithm);
        try
        {
            return provider.Verify(token.Signed, token.Signature);
        }
        finally
        {
            Factory.ReleaseSignatureProvider(provider);
        }
    }
}
