namespace Registry.Core.Systems;

/// <summary>What an enterprise system is, in the order of precedence: where several fit, the first is it.</summary>
public enum SystemType
{
    SoapService,
    MessageQueue,
    FileSystem,
    Database,
    Ldap,
    EmailServer,
    CloudService,
    RestApi,
    Unknown,
}
