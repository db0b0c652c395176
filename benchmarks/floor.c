/* The physical floor: read every byte once, gather and add the same rows of a table as large as
   the model's, and do nothing else. Built by floor.py with -DWIDE=(floats a row). */
#include <stdint.h>

double floor_of(
    const float *table, const uint8_t *bytes, int64_t size, const uint32_t *rows, int64_t count)
{
    uint64_t read = 0;
    float sums[WIDE] = {0};
    double whole = 0;
    for (int64_t at = 0; at < size; at++)
        read += bytes[at];
    for (int64_t at = 0; at < count; at++)
        for (int column = 0; column < WIDE; column++)
            sums[column] += table[(int64_t)rows[at] * WIDE + column];
    for (int column = 0; column < WIDE; column++)
        whole += sums[column];
    return whole + (double)read;
}
