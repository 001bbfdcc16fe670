using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>
/// What a row may be, from "Understanding the Table service data model"
/// (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model).
/// </summary>
internal static class RowLimits
{
    /// <summary>Columns that a caller may give a row: 255 less the keys and the timestamp.</summary>
    public const int Columns = 252;

    /// <summary>Characters of a column's name.</summary>
    public const int NameLength = 255;

    /// <summary>UTF-16 characters of a key: 1 KiB.</summary>
    public const int KeyLength = 512;

    /// <summary>UTF-16 characters of a string: 64 KiB.</summary>
    public const int StringLength = 32 * 1024;

    /// <summary>Bytes of a binary value: 64 KiB.</summary>
    public const int BinaryLength = 64 * 1024;

    /// <summary>Bytes of a row, counted as the service does: two a character, a name for every column, and 8 beside it.</summary>
    public const int RowSize = 1024 * 1024;

    /// <summary>The first instant that a column can hold.</summary>
    public static readonly DateTime FirstInstant = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static void CheckKey(string columnName, string? key)
    {
        if (key is null)
        {
            throw Refusal.BadRequest(TableErrorCode.PropertiesNeedValue, $"The row has no {columnName}.");
        }

        if (key.Length > KeyLength)
        {
            throw Refusal.BadRequest(TableErrorCode.KeyValueTooLarge, $"The {columnName} is longer than 1 KiB.");
        }

        foreach (var character in key)
        {
            if (character is '/' or '\\' or '#' or '?' || char.IsControl(character))
            {
                throw Refusal.BadRequest(
                    TableErrorCode.OutOfRangeInput,
                    $"The {columnName} contains U+{(int)character:X4}; a key may not hold / \\ # ? or a control character.");
            }
        }
    }

    public static void CheckString(string columnName, string value)
    {
        if (value.Length > StringLength)
        {
            throw Refusal.BadRequest(TableErrorCode.PropertyValueTooLarge, $"The string in '{columnName}' is longer than 64 KiB.");
        }
    }

    public static void CheckBinary(string columnName, int length)
    {
        if (length > BinaryLength)
        {
            throw Refusal.BadRequest(TableErrorCode.PropertyValueTooLarge, $"The bytes in '{columnName}' are more than 64 KiB.");
        }
    }

    public static void CheckInstant(string columnName, DateTime value)
    {
        if (value < FirstInstant)
        {
            throw Refusal.BadRequest(TableErrorCode.OutOfRangeInput, $"The instant in '{columnName}' lies before the year 1601.");
        }
    }

    public static void CheckRow(int columns, long size)
    {
        if (columns > Columns)
        {
            throw Refusal.BadRequest(TableErrorCode.TooManyProperties, $"The row has more than {Columns} columns.");
        }

        if (size > RowSize)
        {
            throw Refusal.BadRequest(TableErrorCode.EntityTooLarge, "The row is larger than 1 MiB.");
        }
    }
}
