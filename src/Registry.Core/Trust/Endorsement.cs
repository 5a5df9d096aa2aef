namespace Registry.Core.Trust;

/// <summary>What a parent's word for an authority comes to, time and revocations left aside.</summary>
/// <param name="Fault">Why it is none; null: the parent signed it.</param>
/// <param name="Token">What it says; null where it could not be read.</param>
/// <param name="Key">Thumbprint of the parent's key that signed it.</param>
internal sealed record Endorsement(TrustReason? Fault, TrustToken? Token, string Key)
{
    public static Endorsement Of(Authority authority, Authority parent)
    {
        if (authority.Endorsement is null)
        {
            return new Endorsement(TrustReason.NotEndorsed, null, "");
        }

        if (!TrustTokenReader.TryRead(authority.Endorsement, out var token, out var reason))
        {
            return new Endorsement(reason, null, "");
        }

        TrustReason? fault = token.KeyThumbprints is null ? TrustReason.WrongUse
            : token.Issuer != parent.Id ? TrustReason.WrongIssuer
            : token.Subject != authority.Id ? TrustReason.WrongSubject
            : null;
        var key = fault is null ? TrustSignature.Find(token, parent, out reason) : null;
        return new Endorsement(key is null ? fault ?? reason : null, token, key?.Thumbprint ?? "");
    }
}
