using System.Globalization;
using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// Dates and times, and the values that MySQL stores instead of them: <c>0000-00-00</c>, <c>2020-00-10</c>.
/// </summary>
/// <param name="unitsPerDay">1 for days, <see cref="MicrosecondsPerDay"/> for microseconds.</param>
/// <param name="zeroDates">How to handle dates that are not in the calendar.</param>
internal sealed class MySqlDateField(long unitsPerDay, ZeroDatePolicy zeroDates) : MySqlField
{
    public const long MicrosecondsPerDay = 86_400_000_000;

    private const int DaysBefore1970 = 719_162;
    private const long FirstDay = -DaysBefore1970;
    private (int Year, int Month, int Day) _last = (-1, 0, 0);
    private long _lastDays;

    /// <inheritdoc/>
    public override int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row)
    {
        var value = reader.GetMySqlDateTime(ordinal);
        var date = (value.Year, value.Month, value.Day);
        if (date != _last)
        {
            if (!Exists(date))
            {
                TakeZero(value, vector, row);
                return 0;
            }

            (_last, _lastDays) = (date, new DateOnly(date.Year, date.Month, date.Day).DayNumber - DaysBefore1970);
        }

        vector.Longs[row] = unitsPerDay == 1 ? _lastDays : (_lastDays * MicrosecondsPerDay) + TimeOf(value);
        return 0;
    }

    private static bool Exists((int Year, int Month, int Day) date) =>
        date is { Year: >= 1 and <= 9999, Month: >= 1 and <= 12, Day: >= 1 }
        && date.Day <= DateTime.DaysInMonth(date.Year, date.Month);

    private static long TimeOf(MySqlDateTime value) =>
        ((((value.Hour * 60L) + value.Minute) * 60 + value.Second) * 1_000_000) + value.Microsecond;

    private void TakeZero(MySqlDateTime value, ColumnVector vector, int row)
    {
        switch (zeroDates)
        {
            case ZeroDatePolicy.Null:
                vector.SetNull(row);
                break;
            case ZeroDatePolicy.Sentinel:
                vector.Longs[row] = FirstDay * unitsPerDay;
                break;
            default:
                throw new UnreadableValueException(
                    string.Create(CultureInfo.InvariantCulture, $"{value.Year:0000}-{value.Month:00}-{value.Day:00}"),
                    "it is not a date of the calendar. Choose how such dates are exported: as NULL or as 0001-01-01 "
                    + "(Connect-Contabyx -ZeroDate, CONTABYX_ZERO_DATES).");
        }
    }
}
