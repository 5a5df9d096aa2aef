namespace Registry.Tables;

/// <summary>Error codes of the service that mean something to this program. Source: "Table Storage error codes" and "Common REST API error codes".</summary>
internal static class TableErrorCodes
{
    public const string EntityAlreadyExists = nameof(EntityAlreadyExists);
    public const string EntityTooLarge = nameof(EntityTooLarge);
    public const string InvalidInput = nameof(InvalidInput);
    public const string PropertyValueTooLarge = nameof(PropertyValueTooLarge);
    public const string RequestBodyTooLarge = nameof(RequestBodyTooLarge);
    public const string ResourceNotFound = nameof(ResourceNotFound);
    public const string ServerBusy = nameof(ServerBusy);
    public const string TableAlreadyExists = nameof(TableAlreadyExists);
    public const string TableBeingDeleted = nameof(TableBeingDeleted);
    public const string TableNotFound = nameof(TableNotFound);
    public const string TooManyProperties = nameof(TooManyProperties);
    public const string UpdateConditionNotSatisfied = nameof(UpdateConditionNotSatisfied);
}
