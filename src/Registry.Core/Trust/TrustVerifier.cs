using Registry.Core.Agents;

namespace Registry.Core.Trust;

/// <summary>Decides on trust. Pure: a token, the authorities, a time.</summary>
internal static class TrustVerifier
{
    /// <summary>Verifies a token for an agent. Whether it names all that the agent can do is asked where that is known: <see cref="AgentTrust.Grants"/>.</summary>
    /// <param name="text">The token.</param>
    /// <param name="authorities">Whose keys count.</param>
    /// <param name="subject">Id of the agent.</param>
    /// <param name="now">Unix milliseconds, storage time.</param>
    public static TrustVerdict Verify(string text, AuthoritySet authorities, string subject, long now)
    {
        if (!TrustTokenReader.TryRead(text, out var token, out var reason))
        {
            return TrustVerdict.Refused(reason);
        }

        if (token.KeyThumbprints is not null)
        {
            return TrustVerdict.Refused(TrustReason.WrongUse);
        }

        // Until the signature holds nothing of the token is repeated to anybody: so the authority it names is not, either.
        if (authorities.Find(token.Issuer) is not { } authority)
        {
            return TrustVerdict.Refused(TrustReason.UnknownAuthority);
        }

        if (TrustSignature.Find(token, authority, out reason) is not { } key)
        {
            return TrustVerdict.Refused(reason);
        }

        var trust = new AgentTrust
        {
            Authority = authority.Id,
            Key = key.Thumbprint,
            TokenId = token.Id,
            NotBefore = token.NotBefore,
            ExpiresAt = token.ExpiresAt,
            Capabilities = token.Capabilities,
        };
        return token.Subject == subject
            ? Judge(trust, authorities, capabilities: null, now)
            : new TrustVerdict(trust, new TrustFault(TrustReason.WrongSubject), authorities.PathTo(authority.Id, key.Thumbprint, now));
    }

    /// <summary>Judges again what was verified before.</summary>
    /// <param name="trust">What was kept.</param>
    /// <param name="authorities">As they are now.</param>
    /// <param name="capabilities">What the agent can do; null: asked elsewhere.</param>
    /// <param name="now">Unix milliseconds, storage time.</param>
    /// <param name="known">The way to its authority, if it was walked just now.</param>
    public static TrustVerdict Judge(AgentTrust trust, AuthoritySet authorities, IEnumerable<Capability>? capabilities, long now, TrustPath? known = null)
    {
        var path = known ?? authorities.PathTo(trust.Authority, trust.Key, now);
        return new TrustVerdict(trust, Own(trust, authorities, capabilities, now) ?? path.Fault ?? path.Exceeds(trust.Capabilities), path);
    }

    /// <summary>What is wrong with the token itself.</summary>
    private static TrustFault? Own(AgentTrust trust, AuthoritySet authorities, IEnumerable<Capability>? capabilities, long now)
    {
        var reason = authorities.Find(trust.Authority)?.HasRevoked(trust.TokenId) == true ? TrustReason.TokenRevoked
            : TrustTimes.Fault(trust.NotBefore, trust.ExpiresAt, now)
            ?? (capabilities is null || trust.Grants(capabilities) ? null : TrustReason.CapabilityNotGranted);
        return reason is { } own ? new TrustFault(own) : null;
    }
}
