using System.Collections.Frozen;

namespace Registry.Core.Agents;

/// <summary>Names of parameters whose values are secret.</summary>
internal static class SecretNames
{
    private const int MaxLength = 100;
    private const int MaxEncodings = 3;

    private static readonly FrozenSet<string> Names = new[]
    {
        "psw", "sig", "key", "code", "auth", "sas", "jwt", "bearer", "authorization", "sharedkey", "hmac", "cred", "pin", "otp",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Endings = ["pwd", "pass", "pw", "passwd"];

    // Compared after spaces, dots, hyphens and underscores are gone.
    private static readonly string[] Parts =
    [
        "password", "passwd", "passphrase", "passcode", "passkey", "passwort", "secret", "token", "credential", "signature", "jaas", "sessionid",
        "delegation", "mechanismproperties",
        "apikey", "accesskey", "accountkey", "privatekey", "pvtkey", "appkey", "applicationkey", "functionkey", "functionskey", "hostkey", "masterkey",
        "subscriptionkey", "sessionkey", "encryptionkey", "primarykey", "secondarykey", "authkey", "saskey", "storagekey", "serverkey", "clientkey",
        "consumerkey", "licensekey", "licencekey", "signingkey", "writekey", "adminkey", "querykey", "servicekey", "deploykey", "devicekey",
        "instrumentationkey", "ingestkey", "integrationkey", "publishkey",
    ];

    /// <summary>Whether the key, in any spelling, percent-encoded ones included, names a secret. Of a long one the end is looked at.</summary>
    public static bool Contain(ReadOnlySpan<char> key)
    {
        for (var encodings = 0; encodings < MaxEncodings && key.Contains('%'); encodings++)
        {
            key = Uri.UnescapeDataString(key);
        }

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

        return IsSecret(plain[..length]);
    }

    private static bool IsSecret(ReadOnlySpan<char> name)
    {
        // The name of a key is none.
        if (name.EndsWith("accesskeyname") || name.EndsWith("accesskeyid"))
        {
            return false;
        }

        if (Names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name))
        {
            return true;
        }

        foreach (var ending in Endings)
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
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
