using System.Collections.Frozen;

namespace Registry.Core.Agents;

/// <summary>Names of parameters whose values are secret.</summary>
internal static class SecretNames
{
    private const int MaxLength = 100;

    private static readonly FrozenSet<string> Names = new[]
    {
        "pwd", "pass", "psw", "pw", "sig", "key", "code", "auth", "sas", "jwt", "bearer", "authorization", "sharedkey", "hmac", "cred",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Compared after spaces, dots, hyphens and underscores are gone.
    private static readonly string[] Parts =
    [
        "password", "passwd", "passphrase", "passcode", "secret", "token", "apikey", "accesskey", "accountkey", "privatekey", "appkey",
        "functionkey", "subscriptionkey", "signature", "credential", "sessionkey", "encryptionkey", "masterkey", "primarykey", "authkey",
    ];

    /// <summary>Whether the key, in any spelling, names a secret. Of a long one the end is looked at.</summary>
    public static bool Contain(ReadOnlySpan<char> key)
    {
        key = key.Length > MaxLength ? key[^MaxLength..] : key;
        Span<char> plain = stackalloc char[MaxLength];
        var length = 0;
        foreach (var character in key)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                plain[length++] = char.ToLowerInvariant(character);
            }
        }

        var name = plain[..length];
        if (name.EndsWith("accesskeyname") || name.EndsWith("accesskeyid"))
        {
            return false;
        }

        if (Names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) || name.EndsWith("pwd"))
        {
            return true;
        }

        foreach (var part in Parts)
        {
            if (name.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
